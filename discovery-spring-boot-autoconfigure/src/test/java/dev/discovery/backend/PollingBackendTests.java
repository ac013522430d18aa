package dev.discovery.backend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollingBackendTests {

	private final VirtualTime time = new VirtualTime();

	private final List<String> exchanges = new ArrayList<>();

	private final BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, (bound) -> 0,
			new RegistryObserver() {

				@Override
				public void exchanged(String backend, String operation, String outcome, Duration took) {
					PollingBackendTests.this.exchanges.add(operation + " " + outcome + " " + took.toMillis());
					throw new IllegalStateException("an observer that fails does no harm");
				}

			});

	private final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	private final Recorder recorder = new Recorder();

	@Test
	void asksWithTheCursorOfTheLastAnswer() {
		backend(this.registry).watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(1));
		this.registry.put(instance(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.registry.asked).containsExactly("orders null", "orders i1", "orders i2");
		assertThat(this.recorder.snapshots()).hasSize(2);
	}

	@Test
	void forgetsTheCursorAfterAnError() {
		backend(this.registry).watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(1));
		this.registry.fail(Kind.UNAVAILABLE);
		this.time.advance(Duration.ofMillis(2));
		this.registry.mend();
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.registry.asked).containsExactly("orders null", "orders i1", "orders null", "orders i1");
	}

	@Test
	void sharesOneLoopBetweenWatchesOfOneService() {
		ServiceBackend backend = backend(this.registry);
		for (int i = 0; i < 10; i++) {
			backend.watch("orders", new Recorder());
		}
		Watch last = backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.registry.asked).hasSize(2);
		last.close();
		this.registry.put(instance(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.registry.asked).hasSize(3);
	}

	@Test
	void stopsAskingWithTheLastWatch() {
		ServiceBackend backend = backend(this.registry);
		Watch one = backend.watch("orders", this.recorder);
		Watch two = backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(1));
		one.close();
		two.close();
		this.registry.put(instance(1));
		this.time.advance(Duration.ofHours(1));
		assertThat(this.registry.asked).hasSize(2);
	}

	@Test
	void callsOffTheQuestionThatIsUnderWay() {
		CompletableFuture<Reading> pending = new CompletableFuture<>();
		Watch watch = backend(reader(() -> pending)).watch("orders", this.recorder);
		this.time.runDue();
		watch.close();
		assertThat(pending).isCancelled();
		assertThat(this.exchanges).isEmpty();
	}

	@Test
	void dropsAnAnswerThatArrivesAfterClosing() {
		CompletableFuture<Reading> pending = new CompletableFuture<>() {

			@Override
			public boolean cancel(boolean mayInterruptIfRunning) {
				return false;
			}

		};
		Watch watch = backend(reader(() -> pending)).watch("orders", this.recorder);
		this.time.runDue();
		watch.close();
		pending.complete(reading());
		assertThat(this.recorder.events()).isEmpty();
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void waitsForAsLongAsTheReadingSays() {
		List<Long> asked = new ArrayList<>();
		ServiceBackend backend = backend(reader(() -> {
			asked.add(this.time.nanos());
			return CompletableFuture.completedFuture(new Reading(List.of(), null, Duration.ofSeconds(30)));
		}));
		backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(65));
		assertThat(asked).hasSize(3);
		assertThat(asked.get(1) - asked.get(0)).isEqualTo(Duration.ofSeconds(30).toNanos());
	}

	@Test
	void doesNotSpinOnAReaderThatAnswersAtOnceWithoutACursor() {
		List<Long> asked = new ArrayList<>();
		backend(reader(() -> {
			asked.add(this.time.nanos());
			return CompletableFuture.completedFuture(reading());
		})).watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(asked).hasSize(11);
	}

	@Test
	void turnsWhateverAReaderDoesIntoAnError() {
		assertKind(() -> {
			throw new IllegalStateException("thrown");
		}, Kind.UNAVAILABLE);
		assertKind(() -> {
			throw new NoClassDefFoundError("thrown");
		}, Kind.UNAVAILABLE);
		assertKind(() -> CompletableFuture.failedFuture(new IOException("secret")), Kind.UNAVAILABLE);
		assertKind(() -> CompletableFuture.failedFuture(new BackendException(Kind.DENIED, "no")), Kind.DENIED);
		assertKind(() -> CompletableFuture.completedFuture(nothing()), Kind.INVALID);
		assertKind(PollingBackendTests::nothing, Kind.UNAVAILABLE);
		assertThat(this.recorder.errors()).noneMatch((error) -> String.valueOf(error.getMessage()).contains("secret"));
	}

	private void assertKind(Answers answers, Kind kind) {
		ServiceBackend backend = backend(reader(answers));
		backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(10));
		backend.close();
		assertThat(this.recorder.last()).isInstanceOfSatisfying(BackendException.class,
				(error) -> assertThat(error.kind()).isEqualTo(kind));
	}

	@Test
	void givesUpOnAnAnswerThatNeverComes() {
		CompletableFuture<Reading> pending = new CompletableFuture<>();
		backend(reader(() -> pending)).watch("orders", this.recorder);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.recorder.errors()).hasSize(1);
		assertThat(pending).isCancelled();
		assertThat(this.exchanges).containsExactly("read unavailable 5000");
	}

	@Test
	void givesAHeldQuestionItsWaitAndASixteenthOnTop() {
		backend(this.registry).watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(1));
		this.registry.latency = Duration.ofHours(1);
		this.registry.put(instance(1));
		this.time.advance(Duration.ofMillis(55_000 * 17 / 16 + 4_990));
		assertThat(this.recorder.errors()).isEmpty();
		this.time.advance(Duration.ofMillis(20));
		assertThat(this.recorder.errors()).hasSize(1);
	}

	@Test
	void tellsTheObserverOfEveryExchange() {
		ServiceBackend backend = backend(this.registry);
		backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(1));
		backend.watchNames(this.recorder);
		this.time.advance(Duration.ofMillis(1));
		this.registry.fail(Kind.DENIED);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.exchanges).containsExactly("read success 1", "names success 1", "read denied 2",
				"names denied 1");
	}

	private ServiceBackend backend(RegistryReader reader) {
		return new PollingBackend(this.runtime, reader, PollingBackend.Settings.DEFAULT);
	}

	private static RegistryReader reader(Answers answers) {
		return new RegistryReader() {

			@Override
			public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
				return answers.next();
			}

			@Override
			public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
				return CompletableFuture.completedFuture(new NamesReading(Set.of(), null, Duration.ZERO));
			}

		};
	}

	@SuppressWarnings("NullAway")
	private static <T> T nothing() {
		return null;
	}

	private static Reading reading() {
		return new Reading(List.of(instance(1)), null, Duration.ZERO);
	}

	private static Instance instance(int number) {
		return Instance.builder("orders", "10.0.0.1", 8000 + number).metadata(Map.of()).build();
	}

	private interface Answers {

		CompletionStage<Reading> next();

	}

}
