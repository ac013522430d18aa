package dev.discovery.backend.consul;

import java.time.Duration;

import dev.discovery.backend.Recorder;
import dev.discovery.model.Provenance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The agent is well, and the network is not.
 */
@RequiresProgram("consul")
class ConsulConnectionTests {

	private static final int INSTANCES = 40;

	private static ConsulAgent agent;

	private static TcpProxy proxy;

	private ConsulSide side;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev().start();
		proxy = TcpProxy.to(agent.port());
		for (int i = 0; i < INSTANCES; i++) {
			register(i);
		}
	}

	@AfterAll
	static void stopAgent() {
		proxy.close();
		agent.close();
	}

	@BeforeEach
	void open() {
		this.side = ConsulSide.open(proxy.url());
	}

	@AfterEach
	void close() {
		this.side.close();
		proxy.flow();
		proxy.up();
	}

	/**
	 * In the status line, in the headers, in the body and shortly before its end; the
	 * answer has about 2.5 kB, packed.
	 */
	@ParameterizedTest
	@CsvSource({ "reset, 10", "reset, 200", "reset, 700", "reset, 1000", "reset, 1300", "end, 10", "end, 200",
			"end, 700", "end, 1000", "end, 1300" })
	void neverPublishesAPartOfAnAnswer(String how, int bytes) {
		if (how.equals("reset")) {
			proxy.resetAfter(bytes);
		}
		else {
			proxy.endAfter(bytes);
		}
		Recorder recorder = new Recorder();
		this.side.backend.watch("orders", recorder);
		this.side.await(() -> !recorder.errors().isEmpty());
		assertThat(recorder.snapshots()).isEmpty();
		proxy.flow();
		this.side.time.warp(Duration.ofSeconds(2));
		this.side.await(() -> !recorder.snapshots().isEmpty());
		assertThat(recorder.snapshots().get(0).up()).hasSize(INSTANCES);
	}

	@Test
	void keepsWhatIsKnownWhenAnAnswerIsCutOff() {
		this.side.directory.lookup("orders");
		this.side.await(() -> this.side.up("orders").size() == INSTANCES);
		try (LookupLoad load = load()) {
			proxy.resetAfter(500);
			register(INSTANCES);
			this.side.within(ConsulSide.NOTICED, this::isStale);
			proxy.flow();
			this.side.await(() -> this.side.up("orders").size() == INSTANCES + 1);
			load.assertUnharmed(INSTANCES);
		}
		finally {
			agent.api().deregister("orders-" + INSTANCES);
		}
	}

	@Test
	void noticesAConnectionThatIsHalfOpen() {
		this.side.directory.lookup("orders");
		this.side.await(() -> this.side.up("orders").size() == INSTANCES);
		try (LookupLoad load = load()) {
			proxy.stall();
			this.side.within(ConsulSide.NOTICED, this::isStale);
			proxy.down();
			load.awaitLookupsFor(Duration.ofSeconds(1));
			proxy.flow();
			proxy.up();
			this.side.await(() -> !isStale());
			load.assertUnharmed(INSTANCES);
		}
	}

	private boolean isStale() {
		return this.side.directory.lookup("orders").provenance() == Provenance.STALE;
	}

	private LookupLoad load() {
		return LookupLoad.of(() -> this.side.directory.lookup("orders").up());
	}

	private static void register(int number) {
		agent.api()
			.register("{\"Name\": \"orders\", \"ID\": \"orders-%d\", \"Address\": \"10.0.0.%d\", \"Port\": 8080}"
				.formatted(number, number + 1));
	}

}
