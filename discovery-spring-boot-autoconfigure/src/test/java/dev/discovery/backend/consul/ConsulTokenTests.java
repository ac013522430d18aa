package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Provenance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent with ACLs on, where whoever has no token may do nothing.
 */
@RequiresProgram("consul")
@ExtendWith(OutputCaptureExtension.class)
class ConsulTokenTests {

	private static final String READ = """
			service_prefix "" { policy = "read" }
			node_prefix "" { policy = "read" }
			""";

	private static final String WRITE = READ + "service \"orders\" { policy = \"write\" }";

	private static ConsulAgent agent;

	private final AtomicReference<String> token = new AtomicReference<>("");

	private ConsulSide side;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev().secured().start();
		agent.api().register("{\"Name\": \"orders\", \"ID\": \"orders-0\", \"Address\": \"10.0.0.9\", \"Port\": 8080}");
	}

	@AfterAll
	static void stopAgent() {
		agent.close();
	}

	@BeforeEach
	void open() {
		this.side = ConsulSide.at(agent.url()).token(this.token::get).open();
	}

	@AfterEach
	void close() {
		this.side.close();
	}

	@Test
	void servesWhatIsKnownAndHardlyAsksAgainOnceTheTokenIsRevoked() {
		String first = token(READ);
		this.token.set(first);
		assertThat(this.side.directory.lookup("orders").up()).hasSize(1);
		try (LookupLoad load = LookupLoad.of(() -> this.side.directory.lookup("orders").up())) {
			agent.api().revokeToken(first);
			this.side.within(ConsulSide.NOTICED, () -> this.side.exchanges.count("read denied") == 1);
			// the observer hears of it before the directory
			this.side.await(() -> this.side.directory.lookup("orders").provenance() == Provenance.STALE);
			BackendException error = this.side.directory.entry("orders").lastError();
			assertThat(error).extracting(BackendException::kind).isEqualTo(Kind.DENIED);
			assertThat(error).hasMessageContaining("discovery.consul.token")
				.hasMessageContaining("service:read on \"orders\"");
			load.awaitLookupsFor(Duration.ofSeconds(2));
			this.side.time.warp(Duration.ofSeconds(27));
			load.awaitLookupsFor(Duration.ofSeconds(1));
			assertThat(this.side.exchanges.count("read denied")).isEqualTo(1);
			this.token.set(token(READ));
			this.side.time.warp(Duration.ofSeconds(30));
			this.side.await(() -> this.side.directory.lookup("orders").provenance() == Provenance.LIVE);
			load.assertUnharmed(1);
		}
	}

	@Test
	void saysWhichPermissionARegistrationLacksAndMakesUpForItWithABetterToken(CapturedOutput output) {
		String tooLittle = token(READ);
		this.token.set(tooLittle);
		Lease lease = this.side.registrar.register(ConsulSide.instance("orders", 1), Health.UP);
		this.side.await(() -> this.side.exchanges.count("put denied") == 1);
		assertThat(lease.state()).isEqualTo(State.PENDING);
		this.side.await(() -> output.getAll().contains("service:write on \"orders\""));
		assertThat(output).contains("discovery.consul.token");
		this.side.time.warp(Duration.ofSeconds(29));
		this.side.settle();
		assertThat(this.side.exchanges.count("put denied")).isEqualTo(1);
		String enough = token(WRITE);
		this.token.set(enough);
		this.side.time.warp(Duration.ofSeconds(31));
		this.side.await(() -> lease.state() == State.HELD);
		this.side.await(() -> agent.api().get("/v1/health/service/orders?passing").size() == 2);
		assertThat(output).doesNotContain(tooLittle).doesNotContain(enough);
		lease.release();
		this.side.await(() -> agent.api().get("/v1/health/service/orders").size() == 1);
	}

	private static String token(String rules) {
		return agent.api().issueToken(rules);
	}

}
