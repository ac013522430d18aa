package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.testkit.ApplicationProcess;
import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.Inventory;
import dev.discovery.testkit.InventoryFleet;
import dev.discovery.testkit.ManyProcesses;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.RequiresProgram;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From Consul to Eureka, as the documentation says, without a failed call.
 */
@ManyProcesses
@RequiresEurekaServer
@RequiresProgram("consul")
class MigrationTests {

	private static final Log logger = LogFactory.getLog(MigrationTests.class);

	private static final Duration WARM = Duration.ofMillis(200);

	private static final List<String> HASTE = List.of("discovery.consul.wait=2s",
			"discovery.consul.registration.check.ttl=3s", "discovery.consul.registration.check.heartbeat=1s",
			"discovery.eureka.fetch-interval=1s", "discovery.eureka.registration.heartbeat=1s",
			"discovery.eureka.registration.lease=3s");

	private final ConsulAgent consul = ConsulAgent.dev();

	private final EurekaServer eureka = EurekaServer.fast();

	@Test
	void goesFromShadowToCutOverWithoutAFailedCall(@TempDir Path folder) {
		try (this.consul; this.eureka) {
			this.consul.start();
			try (ApplicationProcess old = before(folder);
					InventoryFleet fleet = new InventoryFleet(inBoth("old", "next"), this::passing)) {
				fleet.launch(1);
				this.eureka.start();
				Timing.await().until(() -> passing().size() == 2);
				try (Caller first = Caller.here("first", caller(folder, "old", "next"))) {
					List<CallReport> reports = migrate(old, fleet, first, folder);
					reports.forEach((report) -> {
						logger.info("migration: " + report.summary());
						assertThat(report.failed()).isEmpty();
						assertThat(report.unanswered()).isEmpty();
						assertThat(report.calls()).hasSizeGreaterThan(50);
					});
				}
			}
		}
	}

	private List<CallReport> migrate(ApplicationProcess old, InventoryFleet fleet, Caller first, Path folder) {
		Timing.await().until(() -> first.explain(Scene.SERVICE).get("instances").size() == 2);
		warm(first);
		first.startLoad();
		Timing.await().untilAsserted(() -> {
			JsonNode shadow = first.discovery().get("shadow");
			assertThat(shadow.get("verdict").asString()).isEqualTo("DIFFERS");
			assertThat(shadow.at("/differences/0/missing").valueStream().map(JsonNode::asString))
				.containsExactly("inventory-before");
		});
		old.terminate();
		Timing.await().untilAsserted(() -> {
			JsonNode shadow = first.discovery().get("shadow");
			assertThat(shadow.get("verdict").asString()).as(shadow.toString()).isEqualTo("AGREES");
		});
		try (Caller second = Caller.here("second", caller(folder, "next", "old"))) {
			warm(second);
			second.startLoad();
			Timing.await().until(() -> second.report().calls().size() > 50);
			CallReport ofFirst = first.stopLoad();
			assertThat(second.explain(Scene.SERVICE).at("/instances/0/metadata/discovery.registry").asString())
				.isEqualTo("next");
			this.consul.kill();
			Instant killed = Instant.now();
			Timing.await()
				.untilAsserted(
						() -> assertThat(second.discovery().at("/shadow/verdict").asString()).isEqualTo("UNKNOWN"));
			Timing.awaitLoad(killed, Duration.ofSeconds(1));
			assertThat(second.explain(Scene.SERVICE).get("provenance").asString()).isEqualTo("LIVE");
			assertThat(second.explain(Scene.SERVICE).at("/instances/0/id").asString()).isEqualTo(fleet.ids().get(0));
			return List.of(ofFirst, second.stopLoad());
		}
	}

	/** Until code is compiled, calls take longer than a stopping instance stays. */
	private static void warm(Caller caller) {
		Timing.await().pollDelay(Duration.ZERO).until(() -> {
			caller.startLoad();
			Timing.awaitLoad(Instant.now(), Duration.ofMillis(700));
			return caller.stopLoad().time(0.9).compareTo(WARM) < 0;
		});
	}

	/** As it was: nothing is known of Eureka. */
	private ApplicationProcess before(Path folder) {
		return Inventory.start(Stream
			.concat(HASTE.stream(),
					Stream.of("discovery.backend=consul", "discovery.consul.url=" + this.consul.url(), "server.port=0",
							"spring.application.name=inventory", "discovery.registration.host=127.0.0.1",
							"discovery.registration.instance-id=inventory-before",
							"inventory.journal=" + folder.resolve("before")))
			.map((property) -> "--" + property)
			.toArray(String[]::new));
	}

	/** Registers in both; the first one is served, the other one is compared. */
	private List<String> inBoth(String served, String shadow) {
		return Stream.concat(HASTE.stream(),
				Stream.of("discovery.registries.old.backend=consul", "discovery.registries.old.register=true",
						"discovery.registries.old.consul.url=" + "http://localhost:" + this.consul.port(),
						"discovery.registries.next.backend=eureka", "discovery.registries.next.register=true",
						"discovery.registries.next.eureka.urls=" + this.eureka.url(),
						"discovery.registries." + shadow + ".shadow=true",
						"discovery.registries." + served + ".order=-1"))
			.toList();
	}

	private List<String> caller(Path folder, String served, String shadow) {
		return Stream
			.concat(inBoth(served, shadow).stream(),
					Stream.of("discovery.cache.snapshot.directory=" + folder.resolve(served)))
			.toList();
	}

	private List<String> passing() {
		return this.consul.api()
			.get("/v1/health/service/" + Scene.SERVICE + "?passing")
			.valueStream()
			.map((entry) -> entry.path("Service").path("ID").asString())
			.toList();
	}

}
