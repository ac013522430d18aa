package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.discovery.model.Instance;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What verdicts follow from answers.
 */
class ActiveProberTests extends ProberFixture {

	private final Instance one = instance(1);

	@Test
	void fallsAfterSoManyFailuresInARow() {
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		this.probe.ails(this.one, "it answers 503");
		pass(INTERVAL.plusSeconds(10));
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: it answers 503");
	}

	@Test
	void oneFailureBetweenSuccessesChangesNothing() {
		this.prober.follow("orders", List.of(this.one));
		for (int i = 0; i < 20; i++) {
			this.probe.ails(this.one, (i % 2 == 0) ? null : "it answers 500");
			long before = this.probe.timesAsked(this.one);
			while (this.probe.timesAsked(this.one) == before) {
				pass(Duration.ofMillis(100));
			}
		}
		assertThat(this.verdicts).isEmpty();
	}

	@Test
	void risesAfterSoManySuccessesInARow() {
		this.plan = new ProbePlan(this.probe, INTERVAL, 1, 3);
		this.probe.ails(this.one, "refused");
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		this.probe.ails(this.one, null);
		this.prober.check("orders", this.one);
		this.prober.check("orders", this.one);
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: refused");
		this.prober.check("orders", this.one);
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: refused", "orders-1 healthy");
	}

	@Test
	void findsADeadOneWithinAnIntervalAndTheTimeOfASecondQuestion() {
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		this.probe.ails(this.one, "refused");
		pass(INTERVAL.multipliedBy(11).dividedBy(10).plus(SOON));
		assertThat(this.verdicts).hasSize(1);
	}

	@Test
	void learnsNothingFromAQuestionThatAPauseBreaksOff() {
		this.plan = new ProbePlan(this.probe, INTERVAL, 1, 1);
		ActiveProber paused = new ActiveProber(new ProbeRuntime(this.time, this.time, Randomness.seeded(7)), 1,
				(serviceId) -> this.plan, () -> this.probe.answer("it hung up"), () -> {
				});
		paused.listen((serviceId, instance, healthy, why) -> this.verdicts.add(verdict(instance, healthy, why)));
		this.probe.holds = true;
		paused.follow("orders", List.of(this.one));
		pass(SOON);
		paused.pause();
		passAnInterval();
		assertThat(this.verdicts).isEmpty();
		assertThat(this.probe.asked).hasSize(1);
		paused.resume();
		pass(SOON);
		this.probe.answer("it answers 503");
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: it answers 503");
	}

	@Test
	void tellsOfChangesOnly() {
		this.prober.follow("orders", List.of(this.one));
		passAnInterval();
		passAnInterval();
		assertThat(this.verdicts).isEmpty();
		this.probe.ails(this.one, "refused");
		pass(Duration.ofMinutes(10));
		assertThat(this.verdicts).hasSize(1);
		this.probe.ails(this.one, null);
		pass(Duration.ofMinutes(10));
		assertThat(this.verdicts).hasSize(2);
	}

	@Test
	void asksNobodyOfAServiceWithoutAPlan() {
		this.prober.follow("orders", List.of(this.one));
		this.prober.follow("unprobed", List.of(this.one));
		assertThat(this.prober.probes("unprobed")).isFalse();
		pass(SOON);
		assertThat(this.probe.asked).hasSize(1);
	}

	@Test
	void aProbeThatThrowsOrFailsCountsAsAFailureAndLetsOthersGoOn() {
		this.plan = new ProbePlan((instance) -> {
			if (instance.equals(this.one)) {
				throw new IllegalStateException("secret");
			}
			return CompletableFuture.failedStage(new IllegalStateException("secret"));
		}, INTERVAL, 1, 1);
		ActiveProber narrow = prober(1, 7);
		narrow.follow("orders", instances(2));
		pass(SOON);
		assertThat(this.verdicts).containsExactlyInAnyOrder(
				"orders-1 unhealthy: the probe failed: IllegalStateException",
				"orders-2 unhealthy: the probe failed: IllegalStateException");
	}

	@Test
	void aListenerThatThrowsHurtsNobody() {
		this.plan = new ProbePlan(this.probe, INTERVAL, 1, 1);
		ActiveProber prober = prober(1, 7);
		prober.listen((serviceId, instance, healthy, why) -> {
			throw new IllegalStateException("listener");
		});
		this.probe.ails(this.one, "refused");
		prober.follow("orders", List.of(this.one));
		pass(SOON);
		this.probe.ails(this.one, null);
		passAnInterval();
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: refused", "orders-1 healthy");
	}

	@Test
	void checksOnRequestWhateverTheThresholdsSay() {
		this.prober.follow("orders", List.of(this.one));
		assertThat(this.prober.check("orders", this.one)).isCompletedWithValue(true);
		this.probe.ails(this.one, "refused");
		assertThat(this.prober.check("orders", this.one)).isCompletedWithValue(false);
		assertThat(this.verdicts).isEmpty();
		assertThat(this.prober.check("orders", this.one)).isCompletedWithValue(false);
		assertThat(this.verdicts).hasSize(1);
		assertThat(this.prober.check("orders", instance(2))).isCompletedWithValue(false);
		assertThat(this.prober.check("unprobed", this.one)).isCompletedWithValue(true);
	}

	@Test
	void takesTheAnswerOfAQuestionThatIsOnItsWay() {
		this.probe.holds = true;
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		var first = this.prober.check("orders", this.one).toCompletableFuture();
		var second = this.prober.check("orders", this.one).toCompletableFuture();
		assertThat(this.probe.asked).hasSize(1);
		assertThat(first).isNotDone();
		this.probe.answer(null);
		assertThat(first).isCompletedWithValue(true);
		assertThat(second).isCompletedWithValue(true);
	}

	@Test
	void asksNobodyOnceClosed() {
		this.probe.holds = true;
		this.prober.follow("orders", instances(3));
		var check = this.prober.check("orders", this.one).toCompletableFuture();
		this.prober.close();
		assertThat(this.closedProbes).isTrue();
		assertThat(check).isCompletedWithValue(false);
		this.probe.answer("broken off");
		this.prober.follow("orders", instances(5));
		pass(Duration.ofHours(1));
		assertThat(this.probe.asked).hasSize(1);
		assertThat(this.verdicts).isEmpty();
		assertThat(this.time.waiting()).isEmpty();
	}

}
