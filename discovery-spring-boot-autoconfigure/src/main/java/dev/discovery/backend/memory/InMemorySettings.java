package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.model.Instance;

/**
 * How to use an in-memory registry.
 *
 * @param registry the registry's name: everything in the JVM that uses one name shares
 * one registry
 * @param ttl how long a registration lives without a heartbeat
 * @param heartbeat how often a registration is renewed
 * @param services static entries by service id, which never expire and go with the
 * backend that brought them
 */
public record InMemorySettings(String registry, Duration ttl, Duration heartbeat,
		Map<String, List<Instance>> services) {

	/**
	 * The registry {@code default}, leases of 30 s renewed every 10 s, no static entries.
	 */
	public static final InMemorySettings DEFAULT = new InMemorySettings("default", Duration.ofSeconds(30),
			Duration.ofSeconds(10), Map.of());

	/**
	 * Copies the entries and checks the times.
	 */
	public InMemorySettings {
		if (heartbeat.isNegative() || heartbeat.isZero() || heartbeat.compareTo(ttl) >= 0) {
			throw new IllegalArgumentException(
					"the heartbeat (" + heartbeat + ") must be longer than 0 and shorter than the TTL (" + ttl + ")");
		}
		services = Map.copyOf(services);
	}

	/**
	 * The same with another registry.
	 * @param registry the registry's name
	 * @return the settings
	 */
	public InMemorySettings withRegistry(String registry) {
		return new InMemorySettings(registry, this.ttl, this.heartbeat, this.services);
	}

	/**
	 * The same with other static entries.
	 * @param services the entries by service id
	 * @return the settings
	 */
	public InMemorySettings withServices(Map<String, List<Instance>> services) {
		return new InMemorySettings(this.registry, this.ttl, this.heartbeat, services);
	}

}
