package dev.discovery.backend.eureka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.discovery.backend.Entries;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * The whole registry as this application knows it. Holds instances of every status, and
 * those that the model refuses too, since the server counts them all. Not safe for use by
 * several threads.
 */
final class RegistryCopy {

	private final Map<String, Entry> entries = new HashMap<>();

	/**
	 * By name, and there by key: an instance has several names, a name many instances.
	 */
	private final Map<String, Map<String, Entry>> names = new HashMap<>();

	/**
	 * Replaces everything; what hasn't changed stays the same object.
	 */
	void replaceAll(List<Entry> all) {
		Map<String, Entry> before = Map.copyOf(this.entries);
		this.entries.clear();
		this.names.clear();
		for (Entry entry : all) {
			Entry same = before.get(entry.key());
			put((same != null && same.sameContent(entry)) ? same : entry);
		}
	}

	/**
	 * Applies changes in their order.
	 * @return the names whose lists are no longer what they were
	 */
	Set<String> apply(List<Entry> changes) {
		Set<String> changed = new HashSet<>();
		for (Entry change : changes) {
			Entry before = this.entries.get(change.key());
			if ((before != null) ? before.sameContent(change) : change.deleted()) {
				continue;
			}
			if (before != null) {
				remove(before);
				changed.addAll(before.names());
			}
			if (!change.deleted()) {
				put(change);
				changed.addAll(change.names());
			}
		}
		return changed;
	}

	private void put(Entry entry) {
		this.entries.put(entry.key(), entry);
		entry.names()
			.forEach(
					(name) -> this.names.computeIfAbsent(name, (any) -> new LinkedHashMap<>()).put(entry.key(), entry));
	}

	private void remove(Entry entry) {
		this.entries.remove(entry.key());
		entry.names().forEach((name) -> this.names.computeIfPresent(name, (any, of) -> {
			of.remove(entry.key());
			return of.isEmpty() ? null : of;
		}));
	}

	/**
	 * How many instances have each status, as the server writes it: {@code DOWN_1_UP_3_}.
	 */
	String hash() {
		Map<String, Integer> counts = new TreeMap<>();
		this.entries.values().forEach((entry) -> counts.merge(entry.status(), 1, Integer::sum));
		StringBuilder hash = new StringBuilder();
		counts.forEach((status, count) -> hash.append(status).append('_').append(count).append('_'));
		return hash.toString();
	}

	/**
	 * The instances that have a name. An id is unique within an application only.
	 */
	List<Instance> instances(String name) {
		List<Instance> instances = new ArrayList<>();
		this.names.getOrDefault(name, Map.of()).values().forEach((entry) -> {
			if (entry.instance() != null) {
				instances.add(entry.instance());
			}
		});
		return isOfOne(instances) ? instances : Entries.distinct(instances, Instance::getServiceId);
	}

	private static boolean isOfOne(List<Instance> instances) {
		return instances.stream()
			.allMatch((instance) -> instance.getServiceId().equals(instances.get(0).getServiceId()));
	}

	/**
	 * All instances, by name.
	 */
	Map<String, List<Instance>> all() {
		Map<String, List<Instance>> all = new HashMap<>();
		this.names.keySet().forEach((name) -> all.put(name, instances(name)));
		return all;
	}

	/**
	 * What the server says of one instance.
	 *
	 * @param key what tells it from all others
	 * @param status as the server counts it
	 * @param deleted whether it has gone
	 * @param names the names under which it is found
	 * @param instance the instance, or null if the model refuses it
	 */
	record Entry(String key, String status, boolean deleted, Set<String> names, @Nullable Instance instance) {

		boolean sameContent(Entry other) {
			if (this.deleted != other.deleted || !this.status.equals(other.status) || !this.names.equals(other.names)) {
				return false;
			}
			return (this.instance != null && other.instance != null) ? this.instance.sameContent(other.instance)
					: this.instance == other.instance;
		}

	}

}
