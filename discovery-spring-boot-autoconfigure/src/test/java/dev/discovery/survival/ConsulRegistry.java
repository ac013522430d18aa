package dev.discovery.survival;

import java.time.Duration;
import java.util.List;

import dev.discovery.testkit.ConsulAgent;

/**
 * An agent; a heartbeat a second.
 */
final class ConsulRegistry extends Registry {

	private static final Duration TTL = Duration.ofSeconds(5);

	private static final Duration HASTY_TTL = Duration.ofSeconds(2);

	private final ConsulAgent agent;

	ConsulRegistry() {
		this(ConsulAgent.dev());
	}

	private ConsulRegistry(ConsulAgent agent) {
		super(agent);
		this.agent = agent;
	}

	@Override
	List<String> properties() {
		return properties(TTL);
	}

	@Override
	List<String> hastyProperties() {
		return properties(HASTY_TTL);
	}

	private List<String> properties(Duration ttl) {
		return List.of("discovery.backend=consul", "discovery.consul.url=" + this.agent.url(),
				"discovery.consul.wait=2s", "discovery.consul.registration.check.ttl=" + ttl,
				"discovery.consul.registration.check.heartbeat=1s");
	}

	/**
	 * Registers an instance that needs no lease, at a port of this machine.
	 */
	void register(String service, int port) {
		this.agent.api()
			.register("{\"Name\": \"%s\", \"ID\": \"%s-%d\", \"Address\": \"127.0.0.1\", \"Port\": %d}"
				.formatted(service, service, port, port));
	}

	@Override
	Duration longestLife() {
		return TTL.plusSeconds(1);
	}

	@Override
	List<String> passing(String service) {
		return this.agent.api()
			.get("/v1/health/service/" + service + "?passing")
			.valueStream()
			.map((entry) -> entry.path("Service").path("ID").asString())
			.toList();
	}

}
