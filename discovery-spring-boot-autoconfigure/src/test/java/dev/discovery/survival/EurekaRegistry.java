package dev.discovery.survival;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.discovery.testkit.EurekaServer;

/**
 * A server that looks for leases that have run out every second; a heartbeat a second.
 */
final class EurekaRegistry extends Registry {

	private static final Duration LEASE = Duration.ofSeconds(3);

	private static final Duration HASTY_LEASE = Duration.ofSeconds(2);

	private final EurekaServer server;

	EurekaRegistry() {
		this(EurekaServer.fast());
	}

	private EurekaRegistry(EurekaServer server) {
		super(server);
		this.server = server;
	}

	@Override
	List<String> properties() {
		return properties(LEASE);
	}

	@Override
	List<String> hastyProperties() {
		return properties(HASTY_LEASE);
	}

	private List<String> properties(Duration lease) {
		return List.of("discovery.backend=eureka", "discovery.eureka.urls=" + this.server.url(),
				"discovery.eureka.fetch-interval=1s", "discovery.eureka.registration.lease=" + lease,
				"discovery.eureka.registration.heartbeat=1s");
	}

	/**
	 * The server makes twice as much of a lease, looks every second, and may keep its
	 * answer for another.
	 */
	@Override
	Duration longestLife() {
		return LEASE.multipliedBy(2).plusSeconds(2);
	}

	@Override
	List<String> passing(String service) {
		return this.server.api()
			.instances(service.toUpperCase(Locale.ROOT))
			.stream()
			.filter((instance) -> instance.get("status").asString().equals("UP"))
			.map((instance) -> instance.get("instanceId").asString())
			.toList();
	}

}
