package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When records are asked for again, in virtual time.
 */
class DnsPaceTests {

	private static final Duration TTL = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final ZoneWire wire = new ZoneWire();

	private final Recorder recorder = new Recorder();

	private final DnsBackend backend = new DnsBackend(
			new BackendRuntime("dns", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			TestSettings.of(InetSocketAddress.createUnresolved("127.0.0.1", 53)).settings(), this.wire);

	@Test
	void aChangeIsSeenWhenTheTtlIsOver() {
		this.wire.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		this.wire.zone.srv("orders", 0, 1, 80, "b").address("b", "10.0.0.2");
		this.backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(1));
		this.wire.zone.remove("b");
		this.time.advance(TTL.minusMillis(10));
		assertThat(this.recorder.ids()).hasSize(2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.recorder.ids()).containsExactly("orders-10.0.0.1-80");
	}

	@Test
	void aWeightThatChangesIsSeenWhenTheTtlIsOver() {
		this.wire.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		this.backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(1));
		this.wire.zone.remove("a").srv("orders", 0, 7, 80, "a").address("a", "10.0.0.1");
		this.time.advance(TTL.plusSeconds(1));
		assertThat(this.recorder.snapshots()).hasSize(2);
		assertThat(this.recorder.snapshots().get(1).instances())
			.extracting((it) -> it.getMetadata().get(Instance.WEIGHT))
			.containsExactly("7");
	}

	@Test
	void askedOnceForEachTtlAndNotMore() {
		this.wire.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		this.backend.watch("orders", this.recorder);
		this.time.advance(TTL.multipliedBy(10));
		assertThat(this.wire.zone.questions).filteredOn("_orders._tcp.test. SRV"::equals).hasSizeBetween(9, 11);
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void lookupsGoOnFromMemoryWhileTheServerIsDown() {
		this.wire.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time, this.time,
				DirectoryObserver.NONE);
		directory.prewarm(List.of("orders"));
		this.time.advance(Duration.ofMillis(1));
		this.wire.down = true;
		for (int i = 0; i < 3600; i++) {
			this.time.advance(Duration.ofSeconds(1));
			assertThat(directory.lookup("orders").up()).hasSize(1);
		}
		assertThat(directory.lookup("orders").provenance()).isEqualTo(Provenance.STALE);
		this.wire.down = false;
		this.time.advance(Duration.ofSeconds(2));
		assertThat(directory.lookup("orders").provenance()).isEqualTo(Provenance.LIVE);
		directory.close();
	}

	@Test
	void aServiceThatWasNotThereIsFoundWhenTheZonesNegativeTtlIsOver() {
		this.backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.recorder.ids()).isEmpty();
		this.wire.zone.srv("orders", 0, 1, 80, "a").address("a", "10.0.0.1");
		this.time.advance(Duration.ofSeconds(19));
		assertThat(this.recorder.ids()).isEmpty();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.recorder.ids()).hasSize(1);
	}

}
