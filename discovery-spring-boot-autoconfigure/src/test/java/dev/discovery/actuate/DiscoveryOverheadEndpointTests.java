package dev.discovery.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.actuate.DiscoveryOverheadEndpoint.OverheadDescriptor;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.model.Sharing;
import dev.discovery.observe.Overhead;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link DiscoveryOverheadEndpoint} and {@link Footprint}.
 */
class DiscoveryOverheadEndpointTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final Overhead overhead = new Overhead(this.time);

	private final ServiceDirectory directory = new ServiceDirectory(this.backend,
			new DirectorySettings(Duration.ofMillis(5), Duration.ofMinutes(10), 100, Duration.ofSeconds(30)), this.time,
			this.time, this.overhead);

	private final DiscoveryOverheadEndpoint endpoint = new DiscoveryOverheadEndpoint(this.directory, this.overhead);

	@Test
	void costsNothingWhereNobodyAsks() {
		OverheadDescriptor described = this.endpoint.overhead();
		assertThat(described.lookups().hitRate()).isOne();
		assertThat(described.registryRequests().perSecond()).isZero();
		assertThat(described.held()).isEqualTo(new DiscoveryOverheadEndpoint.HoldingDescriptor(0, 0, 0));
	}

	@Test
	void countsLookupsByWhereTheAnswerCameFrom() {
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"));
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1));
		this.directory.lookup("orders");
		this.directory.lookup("orders");
		this.backend.fail("orders");
		this.directory.lookup("orders");
		OverheadDescriptor described = this.endpoint.overhead();
		assertThat(described.lookups()).isEqualTo(new DiscoveryOverheadEndpoint.LookupsDescriptor(3, 1, 1, 0.75));
		assertThat(described.held().openWatches()).isOne();
		assertThat(described.held().instances()).isOne();
	}

	@Test
	void countsRequestsAndTheirRateSinceTheStart() {
		this.time.advance(Duration.ofSeconds(10));
		for (int i = 0; i < 4; i++) {
			this.overhead.exchanged("scripted", "read", "success", Duration.ofSeconds(1));
		}
		this.overhead.exchanged("scripted", "renew", "unreachable", Duration.ofSeconds(1));
		OverheadDescriptor described = this.endpoint.overhead();
		assertThat(described.measuredOver()).isEqualTo(Duration.ofSeconds(10));
		assertThat(described.registryRequests().perSecond()).isCloseTo(0.5, within(0.001));
		assertThat(described.registryRequests().byOperation())
			.isEqualTo(Map.of("read", new Overhead.Requests(4, 0), "renew", new Overhead.Requests(0, 1)));
	}

	@Test
	void whatInstancesShareCountsOnce() {
		Instance[] alike = { instance(1), instance(2) };
		long apart = bytes(ServiceSnapshot.of("orders", List.of(alike)));
		long shared = bytes(ServiceSnapshot.of("orders", new Sharing().all(List.of(alike))));
		// a host, a map, its text, and the place
		assertThat(apart - shared).isGreaterThan(150);
		assertThat(shared).isBetween(300L, 700L);
	}

	private static long bytes(ServiceSnapshot snapshot) {
		Footprint footprint = new Footprint();
		footprint.add(snapshot);
		return footprint.bytes();
	}

	@SuppressWarnings("StringOperationCanBeSimplified")
	private static Instance instance(int port) {
		return Instance.builder("orders", new String("10.0.0.1"), port)
			.metadata(Map.of("zone", new String("eu-west-1a"), "version", new String("1.4.2")))
			.build();
	}

}
