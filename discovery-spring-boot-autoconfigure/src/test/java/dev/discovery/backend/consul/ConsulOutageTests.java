package dev.discovery.backend.consul;

import java.time.Duration;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real agent is killed, hangs, and comes back with its data.
 */
@RequiresProgram("consul")
class ConsulOutageTests {

	/**
	 * An agent that has just been started answers with an error until it has a leader;
	 * after the second one it is left alone for up to 3.2 s.
	 */
	private static final Duration ASKED_AGAIN = Duration.ofMillis(3200);

	private static ConsulAgent agent;

	private ConsulSide side;

	private LookupLoad load;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.server().start();
	}

	@AfterAll
	static void stopAgent() {
		agent.close();
	}

	@BeforeEach
	void open() {
		agent.api().unregisterAll();
		for (int i = 1; i <= 3; i++) {
			agent.api().register(service(i));
		}
		this.side = ConsulSide.open(agent.url());
		this.side.directory.lookup("orders");
		this.side.await(() -> this.side.up("orders").size() == 3);
		this.load = LookupLoad.of(() -> this.side.directory.lookup("orders").up());
	}

	@AfterEach
	void close() {
		this.load.close();
		this.side.close();
	}

	@Test
	void servesWhatIsKnownWhileTheAgentIsGoneAndSeesAChangeSoonAfterItIsBack() {
		agent.kill();
		this.load.awaitLookupsFor(Duration.ofSeconds(3));
		this.side.await(() -> snapshot().provenance() == Provenance.STALE);
		agent.start();
		agent.api().register(service(4));
		this.side.within(ASKED_AGAIN, () -> this.side.up("orders").size() == 4);
		assertThat(snapshot().provenance()).isEqualTo(Provenance.LIVE);
		agent.api().deregister("orders-1");
		this.side.within(Duration.ofSeconds(2), () -> this.side.up("orders").size() == 3);
		this.load.assertUnharmed(3);
	}

	@Test
	void noticesAnAgentThatHangs() {
		this.load.awaitLookupsFor(ConsulSide.WAIT.dividedBy(4));
		try {
			agent.pause();
			this.side.within(ConsulSide.NOTICED, () -> snapshot().provenance() == Provenance.STALE);
			this.load.awaitLookupsFor(Duration.ofSeconds(1));
		}
		finally {
			agent.resume();
		}
		agent.api().register(service(4));
		this.side.await(() -> this.side.up("orders").size() == 4);
		this.load.assertUnharmed(3);
	}

	@Test
	void staysRegisteredAcrossARestartThatKeepsTheData() {
		Lease lease = this.side.registrar.register(ConsulSide.instance("orders", 4), Health.UP);
		this.side.await(() -> this.side.up("orders").size() == 4);
		agent.restart();
		this.side.within(ConsulSide.HEARTBEAT.plusSeconds(1),
				() -> lease.state() == State.HELD && agent.api().get("/v1/health/service/orders?passing").size() == 4);
		this.side.within(ASKED_AGAIN, () -> snapshot().provenance() == Provenance.LIVE && snapshot().up().size() == 4);
		this.load.assertUnharmed(3);
	}

	private ServiceSnapshot snapshot() {
		return this.side.directory.lookup("orders");
	}

	private static String service(int number) {
		return "{\"Name\": \"orders\", \"ID\": \"orders-%d\", \"Address\": \"10.0.0.%d\", \"Port\": 8080}"
			.formatted(number, number);
	}

}
