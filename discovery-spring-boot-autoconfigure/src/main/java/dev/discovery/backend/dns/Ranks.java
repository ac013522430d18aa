package dev.discovery.backend.dns;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who comes before whom. The numbers of SRV priorities mean nothing but an order, so that
 * they are counted from 0.
 *
 * @param sorted each address once, where it comes first
 * @param priorities those in use, the first that counts first
 */
record Ranks(List<Endpoint> sorted, List<Integer> priorities) {

	static Ranks of(List<Endpoint> endpoints) {
		Map<String, Endpoint> byAddress = new LinkedHashMap<>();
		endpoints.stream()
			.sorted(Comparator.comparingInt(Endpoint::priority))
			.forEach((it) -> byAddress.putIfAbsent(it.address(), it));
		List<Endpoint> sorted = List.copyOf(byAddress.values());
		return new Ranks(sorted, sorted.stream().map(Endpoint::priority).distinct().toList());
	}

	int of(Endpoint endpoint) {
		return this.priorities.indexOf(endpoint.priority());
	}

}
