package dev.discovery.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes of what a registry lists a list in which each id is once.
 */
final class OnePerId {

	/**
	 * Of two entries with one id the healthier stays, then the first by address, then by
	 * metadata: the same one for every reader, whatever the order of the answer.
	 */
	private static final Comparator<Instance> PREFERENCE = Comparator.comparing(Instance::getHealth)
		.thenComparing(Instance::getAuthority)
		.thenComparing(Instance::isSecure)
		.thenComparing((instance) -> (Metadata) instance.getMetadata());

	private OnePerId() {
	}

	/**
	 * In the order of the ids.
	 * @param instances the instances, in any order
	 * @return an array of its own
	 */
	static Instance[] sorted(Collection<Instance> instances) {
		Instance[] sorted = instances.toArray(Instance[]::new);
		// hardly any work where the registry keeps an order of its own
		Arrays.sort(sorted, OnePerId::byId);
		int count = 0;
		for (Instance instance : sorted) {
			if (count == 0 || !sorted[count - 1].getInstanceId().equals(instance.getInstanceId())) {
				sorted[count++] = instance;
			}
		}
		return (count == sorted.length) ? sorted : Arrays.copyOf(sorted, count);
	}

	private static int byId(Instance one, Instance other) {
		int order = one.getInstanceId().compareTo(other.getInstanceId());
		return (order != 0) ? order : PREFERENCE.compare(one, other);
	}

	/**
	 * In the order in which they come.
	 * @param instances the instances, in the registry's order
	 * @return an array of its own
	 */
	static Instance[] inOrder(Collection<Instance> instances) {
		Map<String, Instance> byId = new LinkedHashMap<>();
		for (Instance instance : instances) {
			byId.merge(instance.getInstanceId(), instance, (a, b) -> (PREFERENCE.compare(a, b) <= 0) ? a : b);
		}
		return byId.values().toArray(Instance[]::new);
	}

}
