package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.RequiresProgram;

/**
 * Applications that end beside a real agent.
 */
@RequiresProgram("consul")
class ConsulEndingApplicationTests extends EndingApplicationContract {

	private static final Duration TTL = Duration.ofSeconds(3);

	private final ConsulAgent agent = closing(ConsulAgent.dev().start());

	@Override
	List<String> registry() {
		return List.of("discovery.backend=consul", "discovery.consul.url=" + this.agent.url(),
				"discovery.consul.wait=2s");
	}

	@Override
	List<String> lease() {
		return List.of("discovery.consul.registration.check.ttl=" + TTL,
				"discovery.consul.registration.check.heartbeat=1s");
	}

	@Override
	Duration longestLife() {
		return TTL.plusSeconds(1);
	}

	@Override
	List<String> passing() {
		return this.agent.api()
			.get("/v1/health/service/inventory?passing")
			.valueStream()
			.map((entry) -> entry.path("Service").path("ID").asString())
			.toList();
	}

}
