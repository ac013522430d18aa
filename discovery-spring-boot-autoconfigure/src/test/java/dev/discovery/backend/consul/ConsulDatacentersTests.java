package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two real datacenters that know each other.
 */
@RequiresProgram("consul")
class ConsulDatacentersTests {

	private final ConsulAgent own = ConsulAgent.dev().datacenter("east").start();

	private final ConsulAgent other = ConsulAgent.dev().datacenter("west").start();

	@BeforeEach
	void join() {
		this.own.join(this.other);
		register(this.own, "near");
		register(this.other, "far");
	}

	@AfterEach
	void close() {
		this.own.close();
		this.other.close();
	}

	@Test
	void goesToTheOtherOneOnlyWhileTheOwnHasNobody() {
		try (ConsulSide side = open(List.of("west", "east"))) {
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("near")));
			this.own.api().deregister("near");
			side.await(() -> side.up("orders").equals(List.of("far")));
			register(this.own, "near");
			side.await(() -> side.up("orders").equals(List.of("near")));
		}
	}

	@Test
	void readsTheOneThatIsWanted() {
		try (ConsulSide side = open(List.of("west"))) {
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("far")));
		}
	}

	private ConsulSide open(List<String> datacenters) {
		return ConsulSide.at(this.own.url())
			.reading(new ConsulReading(ConsulSide.WAIT, 64, Consistency.STALE, false, null, null,
					new Selection(datacenters, List.of(), null), Map.of()))
			.open();
	}

	private static void register(ConsulAgent agent, String id) {
		agent.api().register("{\"ID\": \"" + id + "\", \"Name\": \"orders\", \"Port\": 80}");
	}

}
