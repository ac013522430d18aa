package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Provenance;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresEurekaServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real server is killed, hangs, and comes back without its data.
 */
@RequiresEurekaServer
class EurekaOutageTests {

	/** How long an exchange may take. */
	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private static EurekaServer server;

	private final List<EurekaSide> sides = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = EurekaServer.fast().start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void close() {
		this.sides.forEach(EurekaSide::close);
		server.api().unregisterAll();
	}

	@Test
	void registersAgainWithAServerThatHasForgottenEverythingWhileNoCallerNotices() {
		List<Lease> leases = register(3);
		EurekaSide caller = caller(3);
		try (LookupLoad load = load(caller)) {
			server.kill();
			load.awaitLookupsFor(Duration.ofSeconds(2));
			caller.await(() -> caller.directory.lookup("orders").provenance() == Provenance.STALE);
			server.start();
			caller.within(EurekaSide.HEARTBEAT.plusSeconds(1), () -> registered() == 3);
			// the server knows before its answer is here
			caller.await(() -> leases.stream().allMatch((lease) -> lease.state() == State.HELD));
			load.awaitLookupsFor(EurekaSide.FETCH.multipliedBy(3));
			// an answer that lacks half of them is doubted, one that lacks a third isn't
			load.assertUnharmed(2);
			caller.within(EurekaSide.FETCH.plusSeconds(3), () -> caller.up("orders").size() == 3
					&& caller.directory.lookup("orders").provenance() == Provenance.LIVE);
		}
	}

	@Test
	void noticesAServerThatHangs() {
		register(2);
		EurekaSide caller = caller(2);
		try (LookupLoad load = load(caller)) {
			try {
				server.pause();
				caller.within(EurekaSide.FETCH.plus(DEADLINE),
						() -> caller.directory.lookup("orders").provenance() == Provenance.STALE);
				load.awaitLookupsFor(Duration.ofSeconds(1));
			}
			finally {
				server.resume();
			}
			caller.await(() -> caller.up("orders").size() == 2
					&& caller.directory.lookup("orders").provenance() == Provenance.LIVE);
			load.assertUnharmed(1);
		}
	}

	@Test
	void registersWithAServerThatComesLaterAndFindsOthersThere() {
		server.kill();
		EurekaSide side = side();
		Lease lease = side.registrar.register(EurekaSide.instance("orders", 1), Health.UP);
		side.directory.entry("orders");
		side.await(() -> side.exchanges.count("put unreachable") >= 2 && side.exchanges.count("sync unreachable") >= 2);
		assertThat(lease.state()).isEqualTo(State.PENDING);
		server.start();
		side.await(() -> lease.state() == State.HELD);
		side.within(EurekaSide.FETCH.plusSeconds(1), () -> side.up("orders").equals(List.of("orders-1")));
	}

	private List<Lease> register(int count) {
		List<Lease> leases = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			leases.add(side().registrar.register(EurekaSide.instance("orders", i), Health.UP));
		}
		return leases;
	}

	private EurekaSide caller(int count) {
		EurekaSide caller = side();
		caller.directory.entry("orders");
		caller.await(() -> caller.up("orders").size() == count);
		return caller;
	}

	private EurekaSide side() {
		EurekaSide side = EurekaSide.open(server.url());
		this.sides.add(side);
		return side;
	}

	private static LookupLoad load(EurekaSide caller) {
		return LookupLoad.of(() -> caller.directory.lookup("orders").up());
	}

	private static int registered() {
		return server.api().instances("ORDERS").size();
	}

}
