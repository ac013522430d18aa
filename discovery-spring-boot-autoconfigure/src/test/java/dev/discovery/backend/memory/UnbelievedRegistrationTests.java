package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Recorder;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.time.Randomness;
import dev.discovery.trust.AddressPolicy;
import dev.discovery.trust.Algorithm;
import dev.discovery.trust.SignaturePolicy;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import dev.discovery.trust.TrustedKeys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others in the JVM have registered is examined like what any registry says.
 */
class UnbelievedRegistrationTests {

	private final VirtualTime time = new VirtualTime();

	private final Exchanges exchanges = new Exchanges();

	private final InMemorySettings settings = InMemorySettings.DEFAULT.withRegistry("unbelieved");

	@Test
	void dropsAndCountsALinkLocalAddress() {
		assertThat(read(Trust.usual(), this.settings)).containsExactly("http://10.0.0.1:80");
		assertThat(this.exchanges.dropped()).contains("link_local");
	}

	@Test
	void believesWhatIsConfiguredEvenWhereSignaturesAreEnforced() {
		Trust trust = new Trust(
				AddressPolicy.usual(), new SignaturePolicy(Mode.ENFORCE,
						TrustedKeys.of(Algorithm.HMAC_SHA256).with("k", "x".repeat(32)), Duration.ZERO, this.time),
				null, this.time);
		Instance configured = Instance.builder("orders", "10.0.0.7", 80).build();
		assertThat(read(trust, this.settings.withServices(Map.of("orders", List.of(configured)))))
			.containsExactly("http://10.0.0.7:80");
		assertThat(this.exchanges.dropped()).contains("link_local", "unsigned");
	}

	private List<String> read(Trust trust, InMemorySettings with) {
		InMemoryRegistry registry = InMemoryRegistry.acquire("unbelieved");
		BackendRuntime runtime = new BackendRuntime("in-memory", this.time, this.time, Randomness.seeded(1),
				this.exchanges, trust);
		try (InMemoryBackend backend = new InMemoryBackend(runtime, with)) {
			Recorder recorder = new Recorder();
			registry.put(Instance.builder("orders", "169.254.169.254", 80).build(), this.time.nanos(),
					Duration.ofMinutes(1));
			backend.watch("orders", recorder);
			this.time.runDue();
			registry.put(Instance.builder("orders", "10.0.0.1", 80).build(), this.time.nanos(), Duration.ofMinutes(1));
			this.time.advance(Duration.ofSeconds(2));
			return recorder.snapshots()
				.get(recorder.snapshots().size() - 1)
				.instances()
				.stream()
				.map((instance) -> instance.getUri().toString())
				.toList();
		}
		finally {
			registry.release();
		}
	}

}
