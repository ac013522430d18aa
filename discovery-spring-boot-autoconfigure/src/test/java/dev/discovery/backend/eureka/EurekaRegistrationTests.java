package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.SharedEurekaServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real server makes of our registrations over time.
 */
@RequiresEurekaServer
@ExtendWith(SharedEurekaServer.class)
class EurekaRegistrationTests {

	private final EurekaServer server;

	private final List<EurekaSide> sides = new ArrayList<>();

	EurekaRegistrationTests(EurekaServer server) {
		this.server = server;
	}

	@AfterEach
	void close() {
		this.sides.forEach(EurekaSide::close);
	}

	@Test
	void goesThroughItsLife() {
		EurekaSide side = side();
		Lease lease = side.registrar.register(self(), Health.STARTING);
		awaitStatus(side, "STARTING", "UNKNOWN");
		lease.report(Health.UP);
		awaitStatus(side, "UP", "UNKNOWN");
		lease.report(Health.OUT_OF_SERVICE);
		awaitStatus(side, "OUT_OF_SERVICE", "OUT_OF_SERVICE");
		lease.report(Health.UP);
		awaitStatus(side, "UP", "UNKNOWN");
		lease.report(Health.DOWN);
		awaitStatus(side, "DOWN", "DOWN");
		lease.report(Health.UNKNOWN);
		lease.report(Health.UP);
		awaitStatus(side, "UP", "UNKNOWN");
		lease.release();
		side.await(() -> this.server.api().instance("ORDERS", "orders-1") == null);
	}

	@Test
	void isUpAgainAfterItWasKilledDuringTheDrain() {
		EurekaSide killed = side();
		Lease lease = killed.registrar.register(self(), Health.UP);
		awaitStatus(killed, "UP", "UNKNOWN");
		lease.report(Health.OUT_OF_SERVICE);
		awaitStatus(killed, "OUT_OF_SERVICE", "OUT_OF_SERVICE");
		killed.crash();
		EurekaSide next = side();
		Lease again = next.registrar.register(self(), Health.STARTING);
		awaitStatus(next, "STARTING", "UNKNOWN");
		again.report(Health.UP);
		awaitStatus(next, "UP", "UNKNOWN");
		next.await(() -> next.exchanges.count("renew success") >= 3);
		awaitStatus(next, "UP", "UNKNOWN");
	}

	@Test
	void isBelievedThoughTheClockWasAheadBefore() {
		EurekaSide ahead = side();
		ahead.registrar.register(stamped("2000000000000", "old"), Health.UP);
		ahead.await(() -> "old".equals(version()));
		ahead.crash();
		EurekaSide next = side();
		next.registrar.register(stamped("1000000000000", "new"), Health.UP);
		next.await(() -> "new".equals(version()));
	}

	@Test
	void isGoneInTimeOnceItHasCrashed() {
		EurekaSide crashing = side();
		crashing.registrar.register(self(), Health.UP);
		EurekaSide caller = side();
		caller.directory.entry("orders");
		caller.await(() -> caller.up("orders").size() == 1);
		crashing.crash();
		// twice the lease, the server's look each second, and ours
		Duration longest = EurekaSide.LEASE.multipliedBy(2).plusSeconds(1).plus(EurekaSide.FETCH);
		caller.within(longest, () -> caller.up("orders").isEmpty());
	}

	@Test
	void staysOutOfServiceWhereAnOperatorWantsIt() {
		EurekaSide side = side();
		side.registrar.register(self(), Health.UP);
		awaitStatus(side, "UP", "UNKNOWN");
		this.server.api().setStatus("ORDERS", "orders-1", "OUT_OF_SERVICE");
		long before = side.exchanges.count("renew success");
		side.await(() -> side.exchanges.count("renew success") >= before + 2);
		awaitStatus(side, "OUT_OF_SERVICE", "OUT_OF_SERVICE");
		EurekaSide caller = side();
		caller.directory.entry("orders");
		caller.await(() -> caller.directory.current("orders") != null);
		assertThat(caller.up("orders")).isEmpty();
	}

	@Test
	void isShownToCallersWithinAFetchAndASecond() {
		EurekaSide caller = side();
		caller.directory.entry("orders");
		caller.await(() -> caller.directory.current("orders") != null);
		for (int i = 1; i <= 3; i++) {
			int count = i;
			Lease lease = side().registrar.register(EurekaSide.instance("orders", i), Health.UP);
			caller.await(() -> lease.state() == State.HELD);
			caller.within(EurekaSide.FETCH.plusSeconds(1), () -> caller.up("orders").size() == count);
		}
	}

	private EurekaSide side() {
		EurekaSide side = EurekaSide.open(this.server.url());
		this.sides.add(side);
		return side;
	}

	private static Instance self() {
		return EurekaSide.instance("orders", 1);
	}

	private static Instance stamped(String stamp, String version) {
		return Instance.builder("orders", "10.0.0.1", 8080)
			.instanceId("orders-1")
			.metadata(Map.of(Instance.REGISTERED_AT, stamp, "version", version))
			.build();
	}

	private String version() {
		JsonNode node = this.server.api().instance("ORDERS", "orders-1");
		return (node != null) ? node.at("/metadata/version").asString("") : "";
	}

	private void awaitStatus(EurekaSide side, String status, String override) {
		side.await(() -> {
			JsonNode node = this.server.api().instance("ORDERS", "orders-1");
			return node != null && node.get("status").asString().equals(status)
					&& node.get("overriddenStatus").asString().equals(override);
		});
	}

}
