package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MirrorBackendTests {

	private final VirtualTime time = new VirtualTime();

	private final List<Step> steps = new ArrayList<>();

	private final MirrorBackend backend = new MirrorBackend(
			new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			this::sync, (id) -> id.toLowerCase(Locale.ROOT));

	private final Recorder recorder = new Recorder();

	private CompletableFuture<Duration> sync(MirrorSink sink) {
		Step step = new Step(sink, new CompletableFuture<>());
		this.steps.add(step);
		return step.end();
	}

	@Test
	void takesNoStepBeforeTheFirstWatchAndNoneAfterTheLast() {
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.steps).isEmpty();
		Watch one = this.backend.watch("orders", this.recorder);
		Watch two = this.backend.watchNames(this.recorder);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.steps).hasSize(1);
		one.close();
		assertThat(step().end()).isNotDone();
		two.close();
		assertThat(step().end()).isCancelled();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.steps).hasSize(1);
	}

	@Test
	void saysNothingBeforeItIsComplete() {
		watch("orders");
		step().sink().replace("orders", List.of(instance("orders", 1)));
		assertThat(this.recorder.events()).isEmpty();
		step().sink().confirm();
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void isCompleteWhenAStepEndsWell() {
		watch("orders");
		step().end().complete(Duration.ofSeconds(5));
		assertThat(this.recorder.ids()).isEmpty();
		this.time.advance(Duration.ofMillis(4999));
		assertThat(this.steps).hasSize(1);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.steps).hasSize(2);
	}

	@Test
	void publishesAWholeRegistryAtOnce() {
		watch("orders");
		Recorder payments = new Recorder();
		this.backend.watch("payments", payments);
		step().sink()
			.replaceAll(Map.of("orders", List.of(instance("orders", 1)), "payments", List.of(instance("payments", 1))));
		step().sink().replaceAll(Map.of("payments", List.of(instance("payments", 1))));
		assertThat(this.recorder.ids()).isEmpty();
		assertThat(payments.snapshots()).hasSize(1);
	}

	@Test
	void saysThatAServiceCanNotBeUnderstoodUntilItCanBe() {
		watch("orders");
		Recorder payments = new Recorder();
		this.backend.watch("payments", payments);
		BackendException ambiguous = new BackendException(Kind.INVALID, "which port?");
		step().sink().replaceAll(Map.of("payments", List.of(instance("payments", 1))), Map.of("Orders", ambiguous));
		step().sink().confirm();
		assertThat(this.recorder.events()).containsExactly(ambiguous);
		assertThat(payments.events()).hasSize(1);
		step().sink().replace("orders", List.of(instance("orders", 1)));
		assertThat(this.recorder.ids()).containsExactly("orders-1");
		BackendException again = new BackendException(Kind.INVALID, "which port now?");
		step().sink().fail("orders", again);
		assertThat(this.recorder.events()).hasSize(3).last().isEqualTo(again);
		Recorder late = new Recorder();
		this.backend.watch("orders", late);
		assertThat(late.last()).isEqualTo(again);
		step().sink().replaceAll(Map.of());
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void keepsEverythingWhenAStepFailsAndConfirmsItAfterwards() {
		watch("orders");
		step().sink().replaceAll(Map.of("orders", List.of(instance("orders", 1))));
		step().end().completeExceptionally(new BackendException(Kind.UNAVAILABLE, "stream reset"));
		assertThat(this.recorder.last()).isInstanceOf(BackendException.class);
		Recorder late = new Recorder();
		this.backend.watch("ORDERS", late);
		assertThat(late.events()).hasSize(2);
		this.time.advance(Duration.ofSeconds(2));
		step().sink().replace("payments", List.of(instance("payments", 1)));
		assertThat(this.recorder.last()).isInstanceOf(BackendException.class);
		step().sink().confirm();
		assertThat(this.recorder.last()).isInstanceOf(ServiceSnapshot.class);
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void startsTheBackoffAfreshOnceASessionIsHealthy() {
		watch("orders");
		for (int i = 0; i < 6; i++) {
			step().end().completeExceptionally(new BackendException(Kind.UNAVAILABLE, "no"));
			this.time.advance(Duration.ofMinutes(1));
		}
		step().sink().confirm();
		this.time.advance(Duration.ofMinutes(3));
		int before = this.steps.size();
		step().end().completeExceptionally(new BackendException(Kind.UNAVAILABLE, "end of stream"));
		this.time.advance(Duration.ofMillis(1700));
		assertThat(this.steps).hasSize(before + 1);
	}

	@Test
	void dropsWhatASinkIsToldAfterItsStep() {
		watch("orders");
		Step first = step();
		first.sink().replaceAll(Map.of("orders", List.of(instance("orders", 1))));
		first.end().complete(Duration.ZERO);
		first.sink().replaceAll(Map.of());
		this.time.advance(Duration.ofSeconds(1));
		first.sink().replace("orders", List.of());
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void startsFromNothingAfterTheLastWatchWasClosed() {
		Watch watch = watch("orders");
		step().sink().replaceAll(Map.of("orders", List.of(instance("orders", 1))));
		Step old = step();
		watch.close();
		Recorder next = new Recorder();
		this.backend.watch("orders", next);
		this.time.runDue();
		old.sink().replaceAll(Map.of("orders", List.of(instance("orders", 1))));
		assertThat(next.events()).isEmpty();
		step().sink().replaceAll(Map.of());
		assertThat(next.ids()).isEmpty();
	}

	@Test
	void matchesIdsByTheirKeyAndAnswersInTheSpellingOfTheQuestion() {
		watch("Orders");
		Recorder other = new Recorder();
		this.backend.watch("ORDERS", other);
		step().sink().replaceAll(Map.of("orders", List.of(instance("orders", 1))));
		assertThat(this.recorder.snapshots().get(0).serviceId()).isEqualTo("Orders");
		assertThat(other.snapshots().get(0).serviceId()).isEqualTo("ORDERS");
		assertThat(other.ids()).containsExactly("orders-1");
	}

	@Test
	void doesNotSpinOnSessionsThatEndAtOnce() {
		watch("orders");
		for (int i = 0; i < 10; i++) {
			step().end().complete(Duration.ZERO);
			this.time.advance(Duration.ofMillis(99));
			assertThat(this.steps).hasSize(i + 1);
			this.time.advance(Duration.ofMillis(1));
		}
	}

	private Watch watch(String serviceId) {
		Watch watch = this.backend.watch(serviceId, this.recorder);
		this.time.runDue();
		return watch;
	}

	private Step step() {
		return this.steps.get(this.steps.size() - 1);
	}

	private static Instance instance(String serviceId, int number) {
		return Instance.builder(serviceId, "10.0.0.1", 8000 + number).instanceId(serviceId + "-" + number).build();
	}

	private record Step(MirrorSink sink, CompletableFuture<Duration> end) {
	}

}
