package dev.discovery.backend.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * Whom SRV records name, and where those are.
 */
final class Targets {

	private final Nameservers servers;

	private final int type;

	private final boolean names;

	/**
	 * Creates it.
	 * @param servers who knows addresses that did not come with the records
	 * @param type the type of address
	 * @param names whether names are called, so that no address is needed
	 */
	Targets(Nameservers servers, int type, boolean names) {
		this.servers = servers;
		this.type = type;
		this.names = names;
	}

	/**
	 * A target that is the root says that the service is not to be had (RFC 2782).
	 */
	CompletionStage<Found> of(Answer answer) {
		List<SRVRecord> records = answer.records()
			.stream()
			.map(SRVRecord.class::cast)
			.filter((record) -> !record.getTarget().equals(Name.root))
			.toList();
		if (this.names) {
			return CompletableFuture.completedStage(new Found(true,
					records.stream()
						.map((record) -> new Endpoint(Endpoint.text(record.getTarget()), record.getPort(), record))
						.toList(),
					answer.ttl()));
		}
		List<Name> targets = records.stream().map(SRVRecord::getTarget).distinct().toList();
		return Batches.each(targets, (target) -> resolve(answer, target)).thenApply((resolved) -> {
			Map<Name, Answer> byTarget = new LinkedHashMap<>();
			IntStream.range(0, targets.size()).forEach((i) -> byTarget.put(targets.get(i), resolved.get(i)));
			List<Endpoint> endpoints = new ArrayList<>();
			records.forEach((record) -> add(endpoints, record, byTarget.get(record.getTarget())));
			long ttl = resolved.stream().mapToLong(Answer::ttl).min().orElse(Long.MAX_VALUE);
			return new Found(true, endpoints, Math.min(ttl, answer.ttl()));
		});
	}

	private CompletionStage<Answer> resolve(Answer answer, Name target) {
		List<Record> added = answer.extras(target, this.type);
		return added.isEmpty() ? this.servers.ask(target, this.type)
				: CompletableFuture.completedStage(new Answer(added, List.of(), Answer.leastTtl(added)));
	}

	private static void add(List<Endpoint> endpoints, SRVRecord record, @Nullable Answer addresses) {
		if (addresses == null || addresses.isNothing()) {
			endpoints.add(new Endpoint(null, record.getPort(), record));
			return;
		}
		addresses.records()
			.forEach((address) -> endpoints.add(new Endpoint(address(address), record.getPort(), record)));
	}

	static @Nullable String address(Record record) {
		if (record instanceof ARecord four) {
			return four.getAddress().getHostAddress();
		}
		return (record instanceof AAAARecord six) ? six.getAddress().getHostAddress() : null;
	}

}
