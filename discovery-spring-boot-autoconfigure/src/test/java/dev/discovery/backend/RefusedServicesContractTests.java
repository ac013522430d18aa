package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for services that the registry won't show beside others that it shows,
 * however a backend reads.
 */
class RefusedServicesContractTests {

	abstract static class Contract {

		private static final int SEEDS = 20;

		private static final Duration SOON = Duration.ofSeconds(3);

		private VirtualTime time = new VirtualTime();

		ScriptedRegistry registry = new ScriptedRegistry(this.time);

		private final List<Recorder> refused = new ArrayList<>();

		private final List<Recorder> shown = new ArrayList<>();

		abstract ServiceBackend backend(BackendRuntime runtime);

		@Test
		void whatIsShownIsFoundSoonAndHearsOfNoRefusal() {
			for (int count : List.of(1, 2, 3, 10)) {
				for (int seed = 0; seed < SEEDS; seed++) {
					try (ServiceBackend backend = watch(count, seed)) {
						this.time.advance(SOON);
						assertFound(count, seed);
					}
				}
			}
		}

		@Test
		void whatIsShownIsFoundSoonAfterAnOutage() {
			for (int count : List.of(1, 2, 3, 10)) {
				for (int seed = 0; seed < SEEDS; seed++) {
					try (ServiceBackend backend = watch(count, seed)) {
						this.time.advance(Duration.ofMinutes(5));
						this.registry.fail(Kind.UNREACHABLE);
						this.time.advance(Duration.ofMinutes(1));
						this.registry.put(instance("shown-1", 2));
						this.registry.mend();
						this.time.advance(SOON);
						assertThat(this.shown.get(1).ids()).as("%s refused, seed %s", count, seed)
							.containsExactly("shown-1-1", "shown-1-2");
					}
				}
			}
		}

		@Test
		void whatIsRefusedHearsOfItsOwnRefusalOnly() {
			try (ServiceBackend backend = watch(10, 1)) {
				this.time.advance(Duration.ofMinutes(10));
				for (int i = 0; i < 10; i++) {
					assertThat(this.refused.get(i).snapshots()).isEmpty();
					assertThat(this.refused.get(i).errors()).isNotEmpty();
					for (BackendException error : this.refused.get(i).errors()) {
						assertThat(error).hasMessage("not refused-" + i);
					}
				}
			}
		}

		@Test
		void whatIsShownAtLastIsFoundWithinAMinute() {
			try (ServiceBackend backend = watch(10, 1)) {
				this.time.advance(Duration.ofMinutes(10));
				this.registry.mendService("refused-7");
				this.time.advance(Duration.ofSeconds(61));
				assertThat(this.refused.get(7).snapshots()).hasSize(1);
			}
		}

		private ServiceBackend watch(int count, long seed) {
			this.time = new VirtualTime();
			this.registry = new ScriptedRegistry(this.time);
			this.refused.clear();
			this.shown.clear();
			ServiceBackend backend = backend(new BackendRuntime("scripted", this.time, this.time,
					Randomness.seeded(seed), RegistryObserver.NONE));
			for (int i = 0; i < count; i++) {
				this.registry.breakService("refused-" + i,
						new RefusedQuestionException("not refused-" + i, null, null, null));
				this.refused.add(watch(backend, "refused-" + i));
			}
			for (int i = 0; i < 20; i++) {
				this.registry.put(instance("shown-" + i, 1));
				this.shown.add(watch(backend, "shown-" + i));
			}
			return backend;
		}

		private static Recorder watch(ServiceBackend backend, String serviceId) {
			Recorder recorder = new Recorder();
			backend.watch(serviceId, recorder);
			return recorder;
		}

		private static Instance instance(String serviceId, int number) {
			return Instance.builder(serviceId, "10.0.0." + number, 8080).instanceId(serviceId + "-" + number).build();
		}

		private void assertFound(int count, long seed) {
			assertThat(this.shown).as("%s refused, seed %s", count, seed)
				.allMatch((recorder) -> recorder.snapshots().size() == 1)
				.allMatch((recorder) -> recorder.errors().isEmpty());
		}

	}

	@Nested
	class OfPollingBackend extends Contract {

		@Override
		ServiceBackend backend(BackendRuntime runtime) {
			return new PollingBackend(runtime, this.registry, PollingBackend.Settings.DEFAULT);
		}

	}

	@Nested
	class OfMirrorBackend extends Contract {

		@Override
		ServiceBackend backend(BackendRuntime runtime) {
			ScriptedRegistry read = this.registry;
			return new MirrorBackend(runtime, read::fetch, (id) -> id.toLowerCase(Locale.ROOT));
		}

	}

}
