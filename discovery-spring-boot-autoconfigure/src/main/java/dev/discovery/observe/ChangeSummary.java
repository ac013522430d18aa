package dev.discovery.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.discovery.model.Instance;
import dev.discovery.model.Places;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.DiscoveryEvent.Type;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one change of a service: a few instances one by one, many as a number
 * and a few names. Of metadata the names alone.
 */
final class ChangeSummary {

	/** How many of one kind are told one by one. */
	static final int MAX_SEPARATE = 10;

	private static final int MAX_NAMES = 5;

	private final Map<Type, Map<String, String>> byType = new LinkedHashMap<>();

	private ChangeSummary() {
	}

	static void tell(@Nullable ServiceSnapshot previous, ServiceSnapshot current, Listener listener) {
		ChangeSummary summary = new ChangeSummary();
		// who is in limbo has not left
		List<Instance> before = (previous != null) ? previous.known() : List.of();
		List<Instance> now = current.known();
		int[] places = places(before, now);
		summary.left(before, places);
		String since = (previous != null) ? "" : ", at the first answer";
		for (int i = 0; i < places.length; i++) {
			Instance instance = now.get(i);
			if (places[i] == Places.NOWHERE) {
				summary.add(Type.JOINED, instance.getInstanceId(),
						"at " + instance.getUri() + ", " + instance.getHealth() + since);
			}
			else if (!before.get(places[i]).sameContent(instance)) {
				summary.compare(instance.getInstanceId(), before.get(places[i]), instance);
			}
		}
		summary.byType.forEach((type, details) -> tell(type, details, listener));
	}

	/** Where each of them stood before. */
	private static int[] places(List<Instance> before, List<Instance> now) {
		Places places = new Places(before);
		return now.stream().mapToInt(places::of).toArray();
	}

	private void left(List<Instance> before, int[] places) {
		BitSet there = new BitSet(before.size());
		Arrays.stream(places).filter((place) -> place != Places.NOWHERE).forEach(there::set);
		for (int i = there.nextClearBit(0); i < before.size(); i = there.nextClearBit(i + 1)) {
			add(Type.LEFT, before.get(i).getInstanceId(), "was at " + before.get(i).getUri());
		}
	}

	private void compare(String id, Instance old, Instance instance) {
		if (old.getHealth() != instance.getHealth()) {
			add(Type.HEALTH_CHANGED, id, "from " + old.getHealth() + " to " + instance.getHealth());
		}
		List<String> changes = new ArrayList<>();
		if (!old.getUri().equals(instance.getUri())) {
			changes.add("moved from " + old.getUri() + " to " + instance.getUri());
		}
		Set<String> keys = differing(old.getMetadata(), instance.getMetadata());
		if (!keys.isEmpty()) {
			changes.add("other metadata: " + names(keys));
		}
		if (!changes.isEmpty()) {
			add(Type.CHANGED, id, String.join("; ", changes));
		}
	}

	private static Set<String> differing(Map<String, String> old, Map<String, String> metadata) {
		Set<String> keys = new TreeSet<>();
		Map<String, String> all = new HashMap<>(old);
		all.putAll(metadata);
		all.keySet().forEach((key) -> {
			String value = metadata.get(key);
			if (value == null || !value.equals(old.get(key))) {
				keys.add(key);
			}
		});
		return keys;
	}

	private void add(Type type, String id, String detail) {
		this.byType.computeIfAbsent(type, (key) -> new LinkedHashMap<>()).put(id, detail);
	}

	private static void tell(Type type, Map<String, String> details, Listener listener) {
		if (details.size() <= MAX_SEPARATE) {
			details.forEach((id, detail) -> listener.tell(type, id, detail));
		}
		else {
			listener.tell(type, null, details.size() + " instances: " + names(details.keySet()));
		}
	}

	private static String names(Set<String> all) {
		String first = all.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
		return (all.size() <= MAX_NAMES) ? first : first + " and " + (all.size() - MAX_NAMES) + " more";
	}

	/**
	 * Hears what is worth telling.
	 */
	interface Listener {

		void tell(Type type, @Nullable String instance, String detail);

	}

}
