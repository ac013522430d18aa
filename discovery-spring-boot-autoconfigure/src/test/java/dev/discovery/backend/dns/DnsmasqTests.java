package dev.discovery.backend.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.testkit.Dnsmasq;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A nameserver as many networks have it.
 */
@RequiresProgram("dnsmasq")
class DnsmasqTests {

	private static final String TTL = "--local-ttl=2";

	private final Dnsmasq dnsmasq = new Dnsmasq();

	private final DnsSide side = new DnsSide(
			TestSettings.of(this.dnsmasq.address()).reading(9090, AddressFamily.IPV4, false));

	@AfterEach
	void close() {
		this.side.close();
		this.dnsmasq.close();
	}

	@Test
	void readsSrvRecordsAndTheirRanks() {
		this.dnsmasq.start(TTL, "--srv-host=_orders._tcp.test,a.test,8081,10,3",
				"--srv-host=_orders._tcp.test,b.test,8082,20,1", "--host-record=a.test,10.0.0.1",
				"--host-record=b.test,10.0.0.2");
		assertThat(this.side.weighted("orders")).containsExactly("10.0.0.1:8081 3", "10.0.0.2:8082 1");
		assertThat(this.side.directory.lookup("orders").instances())
			.extracting((it) -> it.getMetadata().get(Instance.PRIORITY))
			.containsExactly(null, "1");
	}

	@Test
	void readsAddressesWhereThereIsNoSrvRecord() {
		this.dnsmasq.start(TTL, "--host-record=inventory.test,10.0.0.7", "--host-record=inventory.test,10.0.0.8");
		assertThat(this.side.up("inventory")).isEmpty();
		this.side.directory.lookup("inventory");
		this.side.await(
				() -> this.side.up("inventory").equals(List.of("inventory-10.0.0.7-9090", "inventory-10.0.0.8-9090")));
		assertThat(this.side.directory.lookup("nobody").instances()).isEmpty();
	}

	@Test
	void readsManyByTcp() {
		List<String> records = new ArrayList<>(List.of(TTL));
		for (int i = 1; i <= 100; i++) {
			records.add("--srv-host=_orders._tcp.test,n%d.test,8080,0,1".formatted(i));
			records.add("--host-record=n%d.test,10.0.1.%d".formatted(i, i));
		}
		this.dnsmasq.start(records.toArray(String[]::new));
		assertThat(this.side.weighted("orders")).hasSize(100);
	}

	@Test
	void aChangeIsSeenAtTheTtlAndAnOutageIsNotNoticedByCallers() {
		this.dnsmasq.start(TTL, "--srv-host=_orders._tcp.test,a.test,80,0,1", "--host-record=a.test,10.0.0.1");
		this.side.await(() -> this.side.weighted("orders").equals(List.of("10.0.0.1:80 1")));
		this.dnsmasq.stop();
		this.side.await(() -> this.side.directory.lookup("orders").provenance() == Provenance.STALE);
		assertThat(this.side.weighted("orders")).hasSize(1);
		this.dnsmasq.start(TTL, "--srv-host=_orders._tcp.test,a.test,80,0,7", "--host-record=a.test,10.0.0.1");
		this.side.within(Duration.ofSeconds(2), () -> this.side.weighted("orders").equals(List.of("10.0.0.1:80 7")));
	}

	/**
	 * It has nobody to ask about other zones and says REFUSED.
	 */
	@Test
	void anotherZoneIsAnErrorAndNotAnEmptyAnswer() {
		this.dnsmasq.start(TTL);
		try (DnsSide elsewhere = new DnsSide(TestSettings.of(this.dnsmasq.address()).domains("example.org"))) {
			Recorder recorder = new Recorder();
			elsewhere.backend.watch("orders", recorder);
			elsewhere.await(() -> !recorder.errors().isEmpty());
			assertThat(recorder.snapshots()).isEmpty();
			assertThat(recorder.errors().get(0).kind()).isEqualTo(Kind.DENIED);
		}
	}

}
