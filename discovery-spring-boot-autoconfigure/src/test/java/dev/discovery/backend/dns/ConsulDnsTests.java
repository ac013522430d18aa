package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import dev.discovery.model.Provenance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.UdpPort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is registered with a real Consul by HTTP, read by DNS.
 */
@RequiresProgram("consul")
class ConsulDnsTests {

	private static final Duration TTL = Duration.ofSeconds(2);

	private static final int DNS_PORT = UdpPort.free();

	private static ConsulAgent agent;

	private DnsSide side;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.server()
			.config("""
					{"ports": {"dns": %d}, "dns_config": {"service_ttl": {"*": "2s"}, "node_ttl": "2s"}}"""
				.formatted(DNS_PORT))
			.start();
	}

	@AfterAll
	static void stopAgent() {
		agent.close();
	}

	@BeforeEach
	void open() {
		agent.api().unregisterAll();
		this.side = new DnsSide(
				TestSettings.of(InetSocketAddress.createUnresolved("127.0.0.1", DNS_PORT)).domains("service.consul"));
	}

	@AfterEach
	void close() {
		this.side.close();
	}

	@Test
	void findsWhatIsRegisteredAndSeesAWeightThatChangesAndALeaverWithinTheTtl() {
		register(1, 5);
		register(2, 1);
		this.side.await(() -> this.side.weighted("orders").equals(List.of("10.0.0.1:8081 5", "10.0.0.2:8082 1")));
		register(1, 9);
		this.side.within(TTL, () -> this.side.weighted("orders").contains("10.0.0.1:8081 9"));
		agent.api().deregister("orders-2");
		this.side.within(TTL, () -> this.side.weighted("orders").equals(List.of("10.0.0.1:8081 9")));
	}

	@Test
	void findsEveryOneOfManyThoughConsulLeavesOutWhatDoesNotFitIntoAPacket() {
		for (int i = 1; i <= 60; i++) {
			register(i, 1);
		}
		this.side.await(() -> this.side.weighted("orders").size() == 60);
	}

	@Test
	void anUnknownServiceIsAnEmptyAnswer() {
		assertThat(this.side.directory.lookup("nobody").instances()).isEmpty();
		assertThat(this.side.directory.lookup("nobody").provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void lookupsGoOnFromMemoryWhileConsulIsGone() {
		register(1, 1);
		this.side.await(() -> this.side.weighted("orders").size() == 1);
		try (LookupLoad load = LookupLoad.of(() -> this.side.directory.lookup("orders").up())) {
			agent.kill();
			this.side.await(() -> this.side.directory.lookup("orders").provenance() == Provenance.STALE);
			load.awaitLookupsFor(TTL);
			agent.start();
			this.side.await(() -> this.side.directory.lookup("orders").provenance() == Provenance.LIVE);
			load.assertUnharmed(1);
		}
	}

	private static void register(int number, int weight) {
		agent.api().register("""
				{"Name": "orders", "ID": "orders-%d", "Address": "10.0.0.%d", "Port": %d,
				"Weights": {"Passing": %d, "Warning": 1}}""".formatted(number, number, 8080 + number, weight));
	}

}
