package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.InventoryFleet;
import dev.discovery.testkit.ManyProcesses;
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
@ManyProcesses
@RequiresProgram("consul")
class TwoRegionsTests {

	private static final Log logger = LogFactory.getLog(TwoRegionsTests.class);

	private static final List<String> HASTE = List.of("discovery.consul.wait=2s",
			"discovery.consul.registration.check.ttl=3s", "discovery.consul.registration.check.heartbeat=1s");

	@Test
	void callsTheOwnRegionFirstAndLosesNothingOfARegionWhoseRegistryIsAwayAndComesBackWithoutItsData(
			@TempDir Path snapshots) {
		try (ConsulAgent east = ConsulAgent.dev().start();
				ConsulAgent west = ConsulAgent.dev().start();
				InventoryFleet inEast = fleet("east-", east);
				InventoryFleet inWest = fleet("west-", west)) {
			inEast.launch(2);
			inWest.launch(1);
			try (Caller caller = Caller.here("caller", properties(east, west, snapshots))) {
				List<String> near = inEast.complete(2);
				String far = inWest.complete(1).get(0);
				Timing.await()
					.untilAsserted(() -> assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-east",
							"us-west"));
				Instant whole = Instant.now();
				caller.startLoad();
				Timing.awaitLoad(whole);
				assertThat(caller.report().answersSince(whole)).containsOnlyKeys(near);
				inEast.get(near.get(0)).kill();
				Timing.await().until(() -> Math.abs(share(caller, near.get(1)) - 0.7) < 0.001);
				Instant half = Instant.now();
				Timing.await().until(() -> answers(caller, half) > 500);
				double local = caller.report().answersSince(half).get(near.get(1)) / (double) answers(caller, half);
				logger.info("two regions: " + local + " of the calls stay where half is left");
				assertThat(local).isBetween(0.6, 0.8);
				CallReport ofLocality = caller.stopLoad();
				assertThat(ofLocality.failed("GET")).isEmpty();
				assertThat(ofLocality.answersSince(half)).containsKey(far);
				Timing.await()
					.untilAsserted(() -> assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west"));
				caller.startLoad();
				Timing.await().until(() -> caller.report().calls().size() > 50);
				east.kill();
				awaitStates(caller, "FAILING", "ANSWERING");
				assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west");
				Timing.await().until(() -> caller.explain(Scene.SERVICE).get("provenance").asString().equals("STALE"));
				Timing.await().until(() -> leases(caller).equals("INTERRUPTED HELD"));
				assertThat(caller.discovery().at("/registries/east/lastError").asString()).isNotBlank();
				east.start();
				awaitStates(caller, "ANSWERING", "ANSWERING");
				assertThat(regions(caller)).containsExactlyInAnyOrder("us-east", "us-west");
				Timing.await().until(() -> leases(caller).equals("HELD HELD"));
				Timing.await().until(() -> caller.explain(Scene.SERVICE).get("provenance").asString().equals("LIVE"));
				CallReport report = caller.stopLoad();
				logger.info("two regions: " + report.summary());
				assertThat(report.failed()).isEmpty();
				assertThat(report.unanswered()).isEmpty();
				assertThat(passing(west)).hasSize(1);
			}
		}
	}

	private static double share(Caller caller, String instance) {
		return caller.explain(Scene.SERVICE, instance).path("share").asDouble();
	}

	private static long answers(Caller caller, Instant since) {
		return caller.report().answersSince(since).values().stream().mapToLong(Long::longValue).sum();
	}

	private static InventoryFleet fleet(String prefix, ConsulAgent agent) {
		return new InventoryFleet(prefix,
				Stream
					.concat(HASTE.stream(),
							Stream.of("discovery.backend=consul", "discovery.consul.url=" + agent.url()))
					.toList(),
				() -> passing(agent));
	}

	private static List<String> passing(ConsulAgent agent) {
		return agent.api()
			.get("/v1/health/service/" + Scene.SERVICE + "?passing")
			.valueStream()
			.map((entry) -> entry.path("Service").path("ID").asString())
			.toList();
	}

	private static List<String> properties(ConsulAgent east, ConsulAgent west, Path snapshots) {
		return Stream.concat(HASTE.stream(),
				Stream.of("discovery.cache.snapshot.directory=" + snapshots, "discovery.locality.region=us-east",
						"discovery.registries.east.backend=consul", "discovery.registries.east.region=us-east",
						"discovery.registries.east.register=true", "discovery.registries.east.consul.url=" + east.url(),
						"discovery.registries.west.backend=consul", "discovery.registries.west.region=us-west",
						"discovery.registries.west.register=true",
						"discovery.registries.west.consul.url=" + west.url()))
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
