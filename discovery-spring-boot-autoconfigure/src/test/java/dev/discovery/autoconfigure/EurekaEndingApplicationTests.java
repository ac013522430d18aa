package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.RequiresEurekaServer;

/**
 * Applications that end beside a real Eureka server.
 */
@RequiresEurekaServer
class EurekaEndingApplicationTests extends EndingApplicationContract {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final EurekaServer server = closing(EurekaServer.fast().start());

	@Override
	List<String> registry() {
		return List.of("discovery.backend=eureka", "discovery.eureka.urls=" + this.server.url(),
				"discovery.eureka.fetch-interval=1s");
	}

	@Override
	List<String> lease() {
		return List.of("discovery.eureka.registration.lease=" + LEASE, "discovery.eureka.registration.heartbeat=1s");
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
	List<String> passing() {
		return this.server.api()
			.instances("INVENTORY")
			.stream()
			.filter((instance) -> instance.get("status").asString().equals("UP"))
			.map((instance) -> instance.get("instanceId").asString())
			.toList();
	}

}
