package dev.discovery.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * Instances as a registry's answer makes them: nothing of one is shared with another.
 */
final class Population {

	private Population() {
	}

	/**
	 * All are up but one.
	 * @param count how many
	 * @param down which one isn't up, or -1
	 */
	static List<Instance> of(String serviceId, int count, int down) {
		return IntStream.range(0, count).mapToObj((i) -> instance(serviceId, i, i == down)).toList();
	}

	static Instance instance(String serviceId, int i) {
		return instance(serviceId, i, false);
	}

	@SuppressWarnings("StringOperationCanBeSimplified") // a parser makes new values, too
	private static Instance instance(String serviceId, int i, boolean down) {
		return Instance.builder(serviceId, "10." + (i >> 16) + "." + ((i >> 8) & 0xFF) + "." + (i & 0xFF), 8080)
			.instanceId(serviceId + "-" + i)
			.health(down ? Health.DOWN : Health.UP)
			.metadata(Map.of("zone", "eu-west-1" + (char) ('a' + i % 3), "version", new String("1.4.2"), "protocol",
					new String("http/1.1"), "team", new String("fulfilment")))
			.build();
	}

}
