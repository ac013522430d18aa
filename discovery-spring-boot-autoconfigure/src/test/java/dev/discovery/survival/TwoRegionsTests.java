package dev.discovery.survival;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.testkit.Alone;
import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.InventoryFleet;
import dev.discovery.testkit.RequiresProgram;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two regions, each with a Consul of its own that knows nothing of the other one, and an
 * inventory beside each. One Consul is killed and comes back without its data.
 */
@Alone
@RequiresProgram("consul")
class TwoRegionsTests {

	private static final Log logger = LogFactory.getLog(TwoRegionsTests.class);

	private static final List<String> HASTE = List.of("discovery.consul.wait=2s",
			"discovery.consul.registration.check.ttl=3s", "discovery.consul.registration.check.heartbeat=1s");

	@Test
	void losesNothingOfARegionWhoseRegistryIsAwayAndComesBackWithoutItsData(@TempDir Path snapshots) {
		try (ConsulAgent east = ConsulAgent.dev().start();
				ConsulAgent west = ConsulAgent.dev().start();
				InventoryFleet inEast = fleet(east);
				InventoryFleet inWest = fleet(west)) {
			inEast.launch(1);
			inWest.launch(1);
			try (Caller caller = Caller.here("caller", properties(east, west, snapshots))) {
				inEast.complete(1);
				inWest.complete(1);
				Timing.await()
					.untilAsserted(() -> assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west"));
				caller.startLoad();
				Timing.await().until(() -> caller.report().calls().size() > 50);
				east.kill();
				awaitStates(caller, "FAILING", "ANSWERING");
				assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west");
				assertThat(caller.explain(Scene.SERVICE).get("provenance").asString()).isEqualTo("STALE");
				assertThat(leases(caller)).isEqualTo("INTERRUPTED HELD");
				assertThat(caller.discovery().at("/registries/east/lastError").asString()).isNotBlank();
				east.start();
				awaitStates(caller, "ANSWERING", "ANSWERING");
				assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west");
				Timing.await().until(() -> leases(caller).equals("HELD HELD"));
				inEast.complete(1);
				Timing.await().until(() -> caller.explain(Scene.SERVICE).get("provenance").asString().equals("LIVE"));
				CallReport report = caller.stopLoad();
				logger.info("two regions: " + report.summary());
				assertThat(report.failed()).isEmpty();
				assertThat(report.unanswered()).isEmpty();
				assertThat(passing(west)).hasSize(1);
			}
		}
	}

	private static InventoryFleet fleet(ConsulAgent agent) {
		return new InventoryFleet(Stream
			.concat(HASTE.stream(), Stream.of("discovery.backend=consul", "discovery.consul.url=" + agent.url()))
			.toList(), () -> passing(agent));
	}

	private static List<String> passing(ConsulAgent agent) {
		return agent.api()
			.get("/v1/health/service/" + Scene.SERVICE + "?passing")
			.valueStream()
			.map((entry) -> entry.path("Service").path("ID").asString())
			.toList();
	}

	private static List<String> properties(ConsulAgent east, ConsulAgent west, Path snapshots) {
		return Stream
			.concat(HASTE.stream(), Stream.of("discovery.cache.snapshot.directory=" + snapshots,
					"discovery.registries.east.backend=consul", "discovery.registries.east.region=us-east",
					"discovery.registries.east.register=true", "discovery.registries.east.consul.url=" + east.url(),
					"discovery.registries.west.backend=consul", "discovery.registries.west.region=us-west",
					"discovery.registries.west.register=true", "discovery.registries.west.consul.url=" + west.url()))
			.toList();
	}

	private static List<String> regions(Caller caller) {
		return caller.explain(Scene.SERVICE)
			.get("instances")
			.valueStream()
			.filter((instance) -> instance.get("health").asString().equals("UP"))
			.map((instance) -> instance.at("/metadata/region").asString())
			.toList();
	}

	private static void awaitStates(Caller caller, String east, String west) {
		Timing.await().until(() -> {
			JsonNode registries = caller.discovery().get("registries");
			return registries.at("/east/state").asString().equals(east)
					&& registries.at("/west/state").asString().equals(west);
		});
	}

	private static String leases(Caller caller) {
		JsonNode states = caller.discovery().at("/registration/registries");
		assertThat(Set.copyOf(states.propertyNames())).containsExactlyInAnyOrder("east", "west");
		return Stream.of("east", "west").map((name) -> states.get(name).asString()).collect(Collectors.joining(" "));
	}

}
