package dev.discovery.backend;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever leaves while others wait, at whatever moment, leaves nobody waiting for ever.
 */
class RegistryGateLeaversTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	private ServiceBackend backend(long seed) {
		return new PollingBackend(
				new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(seed), RegistryObserver.NONE),
				this.registry, PollingBackend.Settings.DEFAULT);
	}

	@Test
	void goesOnWhereAListenerClosesItsWatchOnAnError() {
		for (Kind kind : EnumSet.allOf(Kind.class)) {
			for (int seed = 0; seed < 50; seed++) {
				this.registry.fail(kind);
				try (ServiceBackend backend = backend(seed)) {
					AtomicReference<Watch> leaver = new AtomicReference<>();
					leaver.set(backend.watch("leaver", new ClosingListener(() -> leaver.get().close())));
					Recorder other = new Recorder();
					backend.watch("other", other);
					this.time.advance(Duration.ofSeconds(5));
					this.registry.mend();
					this.time.advance(Duration.ofMinutes(2));
					assertThat(other.snapshots()).as("%s, seed %s", kind, seed).hasSize(1);
				}
			}
		}
	}

	@Test
	void goesOnWhereEverybodyLeavesWhoHadATurn() {
		for (Kind kind : EnumSet.allOf(Kind.class)) {
			for (int seed = 0; seed < 20; seed++) {
				this.registry.fail(kind);
				try (ServiceBackend backend = backend(seed)) {
					Recorder other = new Recorder();
					for (int i = 0; i < 20; i++) {
						AtomicReference<Watch> leaver = new AtomicReference<>();
						leaver.set(backend.watch("leaver-" + i, new ClosingListener(() -> leaver.get().close())));
					}
					backend.watch("other", other);
					this.time.advance(Duration.ofMinutes(20));
					this.registry.mend();
					this.time.advance(Duration.ofMinutes(2));
					assertThat(other.snapshots()).as("%s, seed %s", kind, seed).hasSize(1);
				}
			}
		}
	}

	@Test
	void goesOnWhereTheOneWhoHasTheTurnLeavesBeforeTheAnswer() {
		for (int seed = 0; seed < 20; seed++) {
			this.registry.latency = Duration.ofHours(1);
			try (ServiceBackend backend = backend(seed)) {
				Watch leaver = backend.watch("leaver", new Recorder());
				this.time.runDue();
				Recorder other = new Recorder();
				backend.watch("other", other);
				this.time.advance(Duration.ofMillis(100));
				this.registry.latency = Duration.ofMillis(1);
				leaver.close();
				this.time.advance(Duration.ofMillis(1700));
				assertThat(other.snapshots()).hasSize(1);
			}
		}
	}

	private record ClosingListener(Runnable close) implements WatchListener {

		@Override
		public void onSnapshot(ServiceSnapshot snapshot) {
		}

		@Override
		public void onError(BackendException cause) {
			this.close.run();
		}

	}

}
