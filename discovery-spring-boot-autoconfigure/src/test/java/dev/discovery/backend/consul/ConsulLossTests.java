package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real agent loses what was registered with it, or comes late.
 */
@RequiresProgram("consul")
class ConsulLossTests {

	private final ConsulAgent agent = ConsulAgent.dev().start();

	private final List<ConsulSide> sides = new ArrayList<>();

	@AfterEach
	void close() {
		this.sides.forEach(ConsulSide::close);
		this.agent.close();
	}

	@Test
	void registersAgainWithAnAgentThatHasForgottenEverything() {
		List<Lease> leases = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			leases.add(side().registrar.register(ConsulSide.instance("orders", i), Health.UP));
		}
		ConsulSide caller = side();
		caller.directory.lookup("orders");
		caller.await(() -> caller.up("orders").size() == 3);
		try (LookupLoad load = LookupLoad.of(() -> caller.directory.lookup("orders").up())) {
			this.agent.kill();
			load.awaitLookupsFor(Duration.ofSeconds(1));
			this.agent.start();
			caller.within(ConsulSide.HEARTBEAT.plusSeconds(1), () -> registered() == 3);
			// the agent knows before its answer is here
			caller.await(() -> leases.stream().allMatch((lease) -> lease.state() == State.HELD));
			load.awaitLookupsFor(Duration.ofSeconds(2));
			// an answer that lacks half of them is doubted, one that lacks a third isn't
			load.assertUnharmed(2);
		}
	}

	@Test
	void registersWithAnAgentThatComesLater() {
		this.agent.kill();
		ConsulSide side = side();
		Lease lease = side.registrar.register(ConsulSide.instance("orders", 1), Health.UP);
		side.await(() -> side.exchanges.count("put unreachable") >= 2);
		assertThat(lease.state()).isEqualTo(State.PENDING);
		this.agent.start();
		side.within(ConsulSide.HEARTBEAT.plusSeconds(1), () -> registered() == 1);
	}

	@Test
	void findsAServiceOnceTheAgentIsThere() {
		this.agent.kill();
		ConsulSide side = side();
		side.directory.entry("orders");
		side.await(() -> side.exchanges.count("read unreachable") >= 2);
		this.agent.start();
		this.agent.api().register("{\"Name\": \"orders\", \"Address\": \"10.0.0.1\", \"Port\": 8080}");
		side.await(() -> side.up("orders").size() == 1);
	}

	private ConsulSide side() {
		ConsulSide side = ConsulSide.open(this.agent.url());
		this.sides.add(side);
		return side;
	}

	private int registered() {
		return this.agent.api().get("/v1/health/service/orders?passing").size();
	}

}
