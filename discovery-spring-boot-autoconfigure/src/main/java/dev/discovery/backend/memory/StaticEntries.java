package dev.discovery.backend.memory;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.discovery.model.Instance;

/**
 * What was configured, by whom. Two owners who bring the same entry share it, and it
 * stays until the last of them goes. Not safe for use by several threads.
 */
final class StaticEntries {

	private static final String ID_PREFIX = "static:";

	private final Map<Object, Map<String, List<Instance>>> owners = new IdentityHashMap<>();

	void put(Object owner, Map<String, List<Instance>> services) {
		Map<String, List<Instance>> entries = new TreeMap<>();
		services.forEach((serviceId, instances) -> entries.put(serviceId,
				instances.stream().map((instance) -> entry(serviceId, instance)).toList()));
		this.owners.put(owner, entries);
	}

	/**
	 * An id of its own keeps the entry from replacing a registration, and from being
	 * replaced by one.
	 */
	private static Instance entry(String serviceId, Instance instance) {
		return Instance.builder(serviceId, instance.getHost(), instance.getPort())
			.instanceId(ID_PREFIX + instance.getInstanceId())
			.secure(instance.isSecure())
			.health(instance.getHealth())
			.locality(instance.getLocality())
			.metadata(instance.getMetadata())
			.build();
	}

	/**
	 * Takes an owner's entries away.
	 * @return the services that they belonged to
	 */
	Set<String> remove(Object owner) {
		Map<String, List<Instance>> entries = this.owners.remove(owner);
		return (entries != null) ? entries.keySet() : Set.of();
	}

	Set<String> names() {
		Set<String> names = new TreeSet<>();
		this.owners.values().forEach((services) -> names.addAll(services.keySet()));
		return names;
	}

	List<Instance> instances(String serviceId) {
		List<Instance> instances = new ArrayList<>();
		this.owners.values().forEach((services) -> instances.addAll(services.getOrDefault(serviceId, List.of())));
		return instances;
	}

}
