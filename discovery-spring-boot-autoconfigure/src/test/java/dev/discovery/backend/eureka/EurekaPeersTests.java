package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Provenance;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresEurekaServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two real servers that tell each other what they are told; one of them dies.
 */
@RequiresEurekaServer
class EurekaPeersTests {

	private final List<EurekaServer> servers = EurekaServer.pair();

	private final EurekaServer first = this.servers.get(0);

	private final EurekaServer second = this.servers.get(1);

	private final EurekaSide one = EurekaSide.open(this.first.url(), this.second.url());

	private final EurekaSide two = EurekaSide.open(this.second.url(), this.first.url());

	private final EurekaSide caller = EurekaSide.open(this.first.url(), this.second.url());

	@AfterEach
	void close() {
		List.of(this.one, this.two, this.caller).forEach(EurekaSide::close);
		this.servers.forEach(EurekaServer::close);
	}

	@Test
	void nobodyNoticesThatOneOfThemDiesAndComesBack() {
		Lease near = this.one.registrar.register(EurekaSide.instance("orders", 1), Health.UP);
		Lease far = this.two.registrar.register(EurekaSide.instance("orders", 2), Health.UP);
		this.caller.directory.entry("orders");
		this.caller.await(() -> this.caller.up("orders").size() == 2);
		try (LookupLoad load = LookupLoad.of(() -> this.caller.directory.lookup("orders").up())) {
			this.first.kill();
			load.awaitLookupsFor(Duration.ofSeconds(3));
			this.one.await(() -> near.state() == State.HELD && far.state() == State.HELD
					&& this.second.api().instances("ORDERS").size() == 2);
			this.caller.await(() -> this.caller.directory.lookup("orders").provenance() == Provenance.LIVE);
			near.report(Health.OUT_OF_SERVICE);
			this.caller.within(EurekaSide.FETCH.plusSeconds(2),
					() -> this.caller.up("orders").equals(List.of("orders-2")));
			near.report(Health.UP);
			this.caller.within(EurekaSide.FETCH.plusSeconds(2), () -> this.caller.up("orders").size() == 2);
			load.assertUnharmed(1);
			this.first.start();
			this.caller.time.warp(Duration.ofSeconds(30));
			this.one.time.warp(Duration.ofSeconds(30));
			load.awaitLookupsFor(Duration.ofSeconds(4));
			this.caller.await(() -> this.caller.up("orders").size() == 2);
			load.assertUnharmed(1);
		}
	}

}
