package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What many watches of one registry do to it together, seen from the registry.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistryGateTests {

	private static final int WATCHES = 200;

	private final VirtualTime time = new VirtualTime();

	private final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	private final List<Recorder> recorders = new ArrayList<>();

	private ServiceBackend backend = backend(1);

	private ServiceBackend backend(long seed) {
		return new PollingBackend(
				new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(seed), RegistryObserver.NONE),
				this.registry, PollingBackend.Settings.DEFAULT);
	}

	@Test
	void asksADeadRegistryOncePerSecondHoweverManyWatches() {
		this.registry.fail(Kind.UNREACHABLE);
		watchAll();
		assertThat(askedWithin(Duration.ofSeconds(60))).isBetween(54, 61);
		assertThat(this.recorders).allMatch((recorder) -> !recorder.errors().isEmpty());
	}

	@Test
	void answersEverybodyEightAtATimeWhenAHealthyRegistryIsAskedForTheFirstTime() {
		watchAll();
		this.time.advance(this.registry.latency.multipliedBy(2 + WATCHES / 8));
		assertThat(this.recorders).allMatch((recorder) -> recorder.snapshots().size() == 1);
	}

	@Test
	void wakesEverybodyWithinTheSpreadWhenADeadRegistryReturns() {
		watchAll();
		this.time.advance(Duration.ofSeconds(10));
		this.registry.fail(Kind.UNREACHABLE);
		this.time.advance(Duration.ofMinutes(10));
		this.registry.mend();
		this.time.advance(Duration.ofMillis(1200 + WATCHES * 10));
		assertThat(this.recorders).allMatch((recorder) -> recorder.snapshots().size() == 2);
	}

	/**
	 * What is under way when a registry is killed fails otherwise than what comes after,
	 * and one that has just been started may need a moment before it can answer.
	 */
	@Test
	void asksARegistryThatWasRestartedSoonAgain() {
		for (int seed = 0; seed < 50; seed++) {
			this.backend = backend(seed);
			Recorder recorder = watch("restarted");
			this.time.advance(Duration.ofSeconds(1));
			this.registry.fail(Kind.UNAVAILABLE);
			this.time.advance(Duration.ofSeconds(4));
			this.registry.fail(Kind.UNREACHABLE);
			this.time.advance(Duration.ofSeconds(20));
			this.registry.fail(Kind.UNAVAILABLE);
			this.time.advance(Duration.ofMillis(700));
			this.registry.mend();
			this.time.advance(Duration.ofMillis(1700));
			assertThat(recorder.snapshots()).hasSize(2);
			this.backend.close();
		}
	}

	@Test
	void wakesAThousandWithinFiveSeconds() {
		for (int i = 0; i < 1000; i++) {
			watch("service-" + i);
		}
		this.registry.fail(Kind.UNREACHABLE);
		this.time.advance(Duration.ofMinutes(1));
		this.registry.mend();
		this.time.advance(Duration.ofMillis(6200));
		assertThat(this.recorders).allMatch((recorder) -> recorder.snapshots().size() == 1);
	}

	@Test
	void wakesTheMostUsedFirst() {
		this.registry.fail(Kind.UNREACHABLE);
		for (int i = 0; i < 20; i++) {
			watch("service-" + i).used((i * 7) % 20);
		}
		this.time.advance(Duration.ofSeconds(3));
		this.registry.mend();
		this.registry.asked.clear();
		this.time.advance(Duration.ofSeconds(3));
		List<String> expected = new ArrayList<>();
		for (int uses = 19; uses >= 0; uses--) {
			expected.add("service-" + ((uses * 3) % 20) + " null");
		}
		List<String> woken = new ArrayList<>(this.registry.asked.stream().filter((q) -> q.endsWith("null")).toList());
		expected.remove(woken.remove(0));
		assertThat(woken).isEqualTo(expected);
	}

	@Test
	void keepsToTheBudgetInAStormOfErrors() {
		for (int seed = 0; seed < 50; seed++) {
			for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.INVALID, Kind.DENIED)) {
				this.backend = backend(seed);
				this.registry.fail(kind);
				watchAll();
				assertBudget(0);
				this.backend.close();
			}
		}
	}

	@Test
	void keepsToTheBudgetWhenTheStormBeginsUnderLoad() {
		watchAll();
		this.time.advance(Duration.ofSeconds(30));
		this.registry.fail(Kind.UNAVAILABLE);
		this.time.advance(this.registry.latency);
		this.registry.asked.clear();
		assertBudget(1);
	}

	/**
	 * The figures are at most 4, then at most 7, then at most one per 30 s.
	 */
	private void assertBudget(int already) {
		this.registry.asked.clear();
		int first = already + askedWithin(Duration.ofSeconds(10));
		assertThat(first).isBetween(1, 4);
		assertThat(first + askedWithin(Duration.ofSeconds(50))).isLessThanOrEqualTo(7);
		int before = this.registry.asked.size();
		for (int i = 1; i <= 10; i++) {
			this.time.advance(Duration.ofSeconds(30));
			assertThat(this.registry.asked.size() - before).isLessThanOrEqualTo(i);
		}
		assertThat(this.registry.asked.size() - before).isGreaterThanOrEqualTo(4);
	}

	@Test
	void oneBrokenServiceDoesNotBlockTheOthers() {
		this.registry.breakService("service-0", Kind.UNAVAILABLE);
		watchAll();
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.recorders.get(0).snapshots()).isEmpty();
		assertThat(this.recorders.subList(1, WATCHES)).allMatch((recorder) -> recorder.snapshots().size() == 1)
			.allMatch((recorder) -> recorder.errors().isEmpty());
		this.time.advance(Duration.ofMinutes(30));
		Recorder late = watch("late");
		this.time.advance(Duration.ofMillis(1700));
		assertThat(late.snapshots()).hasSize(1);
		this.registry.asked.clear();
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.registry.asked.stream().filter("service-0 null"::equals).count()).isBetween(10L, 20L);
	}

	@Test
	void aWatchOpenedBesideTheOnlyBrokenOneHasItsTurnSoon() {
		this.registry.breakService("broken", Kind.UNAVAILABLE);
		watch("broken");
		this.time.advance(Duration.ofMinutes(10));
		Recorder late = watch("late");
		this.time.advance(Duration.ofMillis(1700));
		assertThat(late.snapshots()).hasSize(1);
		assertThat(late.errors()).isEmpty();
	}

	@Test
	void aHangingServiceHoldsNobodyBackForLong() {
		this.registry.latency = Duration.ofHours(1);
		watch("hanging");
		this.time.advance(Duration.ofMillis(10));
		this.registry.latency = Duration.ofMillis(1);
		Recorder other = watch("other");
		this.time.advance(Duration.ofMillis(1700));
		assertThat(other.snapshots()).hasSize(1);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.recorders.get(0).errors()).hasSize(1);
		assertThat(this.recorders.get(0).snapshots()).hasSize(1);
	}

	@Test
	void leavesTheRegistryAloneForAsLongAsItAsks() {
		this.registry.fail(new BackendException(Kind.UNAVAILABLE, "busy", null, Duration.ofSeconds(20)));
		watchAll();
		assertThat(askedWithin(Duration.ofMillis(19_900))).isEqualTo(1);
		this.registry.mend();
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.recorders).allMatch((recorder) -> recorder.snapshots().size() == 1);
	}

	@Test
	void closesAgainWhenTheRegistryFallsIllWhileItWakesTheOthers() {
		this.registry.fail(Kind.UNAVAILABLE);
		watchAll();
		this.time.advance(Duration.ofMinutes(5));
		this.registry.mend();
		int asked = this.registry.asked.size();
		while (this.registry.asked.size() < asked + 20) {
			this.time.advance(Duration.ofMillis(5));
		}
		this.registry.fail(Kind.UNAVAILABLE);
		this.time.advance(Duration.ofMillis(20));
		this.registry.asked.clear();
		assertThat(askedWithin(Duration.ofSeconds(60))).isLessThanOrEqualTo(7);
	}

	@Test
	void leavesNoTimerBehind() {
		this.registry.fail(Kind.UNAVAILABLE);
		watchAll();
		this.time.advance(Duration.ofMinutes(1));
		this.backend.close();
		this.time.runDue();
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void warnsOncePerOutageAndSaysWhenItIsOver(CapturedOutput output) {
		watchAll();
		this.time.advance(Duration.ofSeconds(10));
		this.registry.fail(Kind.UNREACHABLE);
		this.time.advance(Duration.ofHours(1));
		this.registry.mend();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(output.toString().split("can't answer: scripted", -1)).hasSize(2);
		assertThat(output.toString().split("answers again", -1)).hasSize(2);
	}

	private void watchAll() {
		for (int i = 0; i < WATCHES; i++) {
			watch("service-" + i);
		}
	}

	private Recorder watch(String serviceId) {
		Recorder recorder = new Recorder();
		this.recorders.add(recorder);
		this.backend.watch(serviceId, recorder);
		return recorder;
	}

	private int askedWithin(Duration duration) {
		int before = this.registry.asked.size();
		this.time.advance(duration);
		return this.registry.asked.size() - before;
	}

}
