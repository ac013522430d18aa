package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What is registered and until when. Not safe for use by several threads.
 */
final class LeaseTable {

	private final Map<String, Map<String, Registered>> services = new HashMap<>();

	void put(Instance instance, long expiresAt) {
		this.services.computeIfAbsent(instance.getServiceId(), (id) -> new TreeMap<>())
			.put(instance.getInstanceId(), new Registered(instance, expiresAt));
	}

	@Nullable Instance find(Instance instance, long now) {
		Registered known = this.services.getOrDefault(instance.getServiceId(), Map.of()).get(instance.getInstanceId());
		return (known == null || known.expired(now)) ? null : known.instance();
	}

	boolean remove(Instance instance) {
		Map<String, Registered> service = this.services.get(instance.getServiceId());
		boolean known = service != null && service.remove(instance.getInstanceId()) != null;
		this.services.values().removeIf(Map::isEmpty);
		return known;
	}

	/**
	 * Drops what has expired.
	 * @return the services that lost an instance
	 */
	Set<String> expire(long now) {
		Set<String> changed = new TreeSet<>();
		this.services.forEach((serviceId, registered) -> {
			if (registered.values().removeIf((lease) -> lease.expired(now))) {
				changed.add(serviceId);
			}
		});
		this.services.values().removeIf(Map::isEmpty);
		return changed;
	}

	/**
	 * How long until the next lease may expire, or null if there is none.
	 */
	@Nullable Duration untilExpiry(long now) {
		return this.services.values()
			.stream()
			.flatMap((registered) -> registered.values().stream())
			.map((lease) -> Duration.ofNanos(lease.expiresAt() - now))
			.min(Duration::compareTo)
			.orElse(null);
	}

	Set<String> names() {
		return this.services.keySet();
	}

	List<Instance> instances(String serviceId) {
		return this.services.getOrDefault(serviceId, Map.of()).values().stream().map(Registered::instance).toList();
	}

	private record Registered(Instance instance, long expiresAt) {

		boolean expired(long now) {
			return this.expiresAt - now <= 0;
		}

	}

}
