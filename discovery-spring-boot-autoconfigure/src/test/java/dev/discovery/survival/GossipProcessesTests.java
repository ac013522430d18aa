package dev.discovery.survival;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.test.Ports;
import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.InventoryFleet;
import dev.discovery.testkit.ManyProcesses;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five processes that find each other without a registry: four that are called, and the
 * one that calls them and is everybody's seed.
 */
@ManyProcesses
class GossipProcessesTests {

	private static final Duration LOAD = Duration.ofSeconds(2);

	/**
	 * A round of pings, the suspicion (3 pings * log2 of 5 members, rounded up), and the
	 * rounds of gossip until all have heard of it: at a ping each 300 ms.
	 */
	private static final Duration CRASH = Duration.ofMillis(5 * 300 + 3 * 3 * 300 + 1000);

	@Test
	void noGetFailsWhileOneJoinsAndOneIsKilled() {
		try (Ports ports = new Ports(1)) {
			List<String> properties = List.of("discovery.backend=gossip",
					"discovery.gossip.seeds=127.0.0.1:" + ports.get(0), "discovery.gossip.pace.ping=300ms",
					"discovery.gossip.pace.ping-timeout=200ms");
			List<String> seed = new ArrayList<>(properties);
			seed.add("discovery.gossip.port=" + ports.get(0));
			try (Caller caller = Caller.here("caller", seed);
					InventoryFleet fleet = new InventoryFleet(properties, () -> up(caller))) {
				fleet.complete(3);
				caller.startLoad();
				Patience.pass(LOAD);
				List<String> ids = fleet.complete(4);
				Patience.pass(LOAD);
				fleet.get(ids.get(0)).kill();
				Stopwatch watch = Stopwatch.start();
				Patience.await().until(() -> up(caller).equals(ids.subList(1, 4)));
				watch.assertWithin(CRASH);
				Patience.pass(LOAD);
				CallReport report = caller.stopLoad();
				assertThat(report.failed("GET")).as(report.summary()).isEmpty();
				assertThat(report.answersSince(Instant.MIN).keySet()).containsAll(ids);
			}
		}
	}

	private static List<String> up(Caller caller) {
		return caller.explain("inventory")
			.get("instances")
			.valueStream()
			.filter((instance) -> "UP".equals(instance.get("health").asString()))
			.map((instance) -> instance.get("id").asString())
			.sorted()
			.toList();
	}

}
