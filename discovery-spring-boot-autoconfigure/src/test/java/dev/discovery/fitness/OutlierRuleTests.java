package dev.discovery.fitness;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import dev.discovery.fitness.OutlierSettings.FailurePercentage;
import dev.discovery.fitness.OutlierSettings.Hung;
import dev.discovery.fitness.OutlierSettings.SuccessRate;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutlierRuleTests {

	private static final OutlierRule SUCCESS_RATE = OutlierRule.successRate(new SuccessRate(true, 5, 100, 1.9));

	private static final OutlierRule FAILURE_PERCENTAGE = OutlierRule
		.failurePercentage(new FailurePercentage(true, 5, 50, 85));

	private static final OutlierRule HUNG = OutlierRule.hung(new Hung(true, Duration.ofSeconds(1), 10));

	private final VirtualTime time = new VirtualTime();

	private final Pulse pulse = new Pulse(this.time);

	@Test
	void successRateFindsOneDeadOfFive() {
		InstanceStats[] stats = { calls(100, 0), calls(0, 100), calls(100, 0), calls(100, 0), calls(100, 0) };
		assertThat(verdict(SUCCESS_RATE, stats)).containsExactly(false, true, false, false, false);
	}

	@Test
	void successRateCannotFindTwoDeadOfFiveButFailurePercentageDoes() {
		InstanceStats[] stats = { calls(100, 0), calls(0, 100), calls(100, 0), calls(0, 100), calls(100, 0) };
		assertThat(verdict(SUCCESS_RATE, stats)).containsOnly(false);
		assertThat(verdict(FAILURE_PERCENTAGE, stats)).containsExactly(false, true, false, true, false);
	}

	/** A few errors come to somebody by chance, and to others not. */
	@Test
	void nobodyIsFarBelowTheOthersByChance() {
		Random random = new Random(39);
		for (int interval = 0; interval < 200; interval++) {
			InstanceStats[] stats = new InstanceStats[20];
			Arrays.setAll(stats, (i) -> {
				int failures = (int) random.doubles(200).filter((chance) -> chance < 0.01).count();
				return calls(200 - failures, failures);
			});
			assertThat(verdict(SUCCESS_RATE, stats)).as("interval %d", interval).containsOnly(false);
		}
	}

	@Test
	void oneFailureAmongThousandsOfCallsIsNotFarBelowNone() {
		InstanceStats[] stats = { calls(5_000, 0), calls(5_000, 1), calls(5_000, 0), calls(5_000, 0), calls(5_000, 0) };
		assertThat(verdict(SUCCESS_RATE, stats)).containsOnly(false);
	}

	@Test
	void successRateFindsOneOfWhoseCallsATenthFails() {
		InstanceStats[] stats = { calls(100, 0), calls(90, 10), calls(100, 0), calls(99, 1), calls(100, 0) };
		assertThat(verdict(SUCCESS_RATE, stats)).containsExactly(false, true, false, false, false);
	}

	@Test
	void nobodyIsFarBelowTheOthersWhereAllAreEquallyBad() {
		InstanceStats[] stats = { calls(50, 50), calls(50, 50), calls(50, 50), calls(50, 50), calls(50, 50) };
		assertThat(verdict(SUCCESS_RATE, stats)).containsOnly(false);
		assertThat(verdict(FAILURE_PERCENTAGE, stats)).containsOnly(false);
	}

	@Test
	void failurePercentageCountsFromItsThresholdOn() {
		InstanceStats[] stats = { calls(15, 85), calls(16, 84), calls(100, 0), calls(100, 0), calls(100, 0) };
		assertThat(verdict(FAILURE_PERCENTAGE, stats)).containsExactly(true, false, false, false, false);
	}

	@Test
	void fewInstancesOrFewRequestsProveNothing() {
		InstanceStats[] four = { calls(100, 0), calls(0, 100), calls(100, 0), calls(100, 0) };
		assertThat(verdict(SUCCESS_RATE, four)).containsOnly(false);
		assertThat(verdict(FAILURE_PERCENTAGE, four)).containsOnly(false);
		InstanceStats[] idle = { calls(0, 49), calls(49, 0), calls(49, 0), calls(49, 0), calls(49, 0) };
		assertThat(verdict(SUCCESS_RATE, idle)).containsOnly(false);
		assertThat(verdict(FAILURE_PERCENTAGE, idle)).containsOnly(false);
	}

	@Test
	void comparesOnlyTheCallsOfTheLastInterval() {
		InstanceStats[] stats = { calls(100, 0), calls(0, 100), calls(100, 0), calls(100, 0), calls(100, 0) };
		for (InstanceStats each : stats) {
			call(each, Outcome.SUCCESS, 100);
			each.window().close(each);
		}
		assertThat(verdict(SUCCESS_RATE, stats)).containsOnly(false);
	}

	@Test
	void refusedAndTimedOutCallsCountDouble() {
		OutlierRule rule = OutlierRule.consecutiveFailures(5);
		InstanceStats[] stats = { stats(), stats(), stats(), stats() };
		call(stats[0], Outcome.FAILURE, 4);
		call(stats[1], Outcome.FAILURE, 5);
		call(stats[2], Outcome.NEVER_SENT, 3);
		call(stats[3], Outcome.NEVER_SENT, 2);
		assertThat(verdict(rule, stats)).containsExactly(false, true, true, false);
	}

	@Test
	void whoeverHasCallsAndAnswersNoneForASecondIsHung() {
		InstanceStats[] stats = { calls(1, 0), calls(1, 0), calls(1, 0) };
		stats[0].begin();
		stats[1].begin();
		pass(Duration.ofMillis(900));
		call(stats[1], Outcome.SUCCESS, 1);
		assertThat(verdict(HUNG, stats)).containsOnly(false);
		pass(Duration.ofMillis(101));
		assertThat(verdict(HUNG, stats)).containsExactly(true, false, false);
	}

	@Test
	void slowCallsAreNotHung() {
		InstanceStats slow = stats();
		long stamp = slow.begin();
		pass(Duration.ofSeconds(3));
		slow.end(stamp, Outcome.SUCCESS);
		slow.begin();
		pass(Duration.ofSeconds(29));
		assertThat(verdict(HUNG, slow)).containsExactly(false);
		pass(Duration.ofSeconds(2));
		assertThat(verdict(HUNG, slow)).containsExactly(true);
	}

	@Test
	void whereNobodyHasAnsweredYetNobodyKnowsWhatIsUsual() {
		InstanceStats[] stats = { stats(), stats() };
		stats[0].begin();
		stats[1].begin();
		pass(Duration.ofSeconds(20));
		assertThat(verdict(HUNG, stats)).containsOnly(false);
	}

	@Test
	void theOthersTellWhatIsUsualForOneThatHasNeverAnswered() {
		InstanceStats[] stats = { stats(), calls(1, 0) };
		stats[0].begin();
		pass(Duration.ofMillis(1_100));
		assertThat(verdict(HUNG, stats)).containsExactly(true, false);
	}

	@Test
	void cancelledAndTimedOutCallsAreNoAnswer() {
		InstanceStats stats = calls(1, 0);
		long first = stats.begin();
		long second = stats.begin();
		stats.begin();
		pass(Duration.ofMillis(600));
		stats.end(first, Outcome.CANCELLED);
		stats.end(second, Outcome.TIMEOUT);
		pass(Duration.ofMillis(600));
		assertThat(verdict(HUNG, stats)).containsExactly(true);
	}

	@Test
	void whatThisProcessSleptThroughIsNobodysSilence() {
		InstanceStats stats = calls(1, 0);
		long stamp = stats.begin();
		pass(Duration.ofMillis(500));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(verdict(HUNG, stats)).containsExactly(false);
		stats.end(stamp, Outcome.TIMEOUT);
		assertThat(stats.consecutiveFailures()).isZero();
		stats.begin();
		pass(Duration.ofMillis(1_300));
		assertThat(verdict(HUNG, stats)).containsExactly(true);
	}

	/** Time passes while the pulse beats. */
	private void pass(Duration duration) {
		for (long millis = duration.toMillis(); millis > 0; millis -= 100) {
			this.time.advance(Duration.ofMillis(Math.min(100, millis)));
			this.pulse.beat();
		}
	}

	private boolean[] verdict(OutlierRule rule, InstanceStats... stats) {
		boolean[] verdict = new boolean[stats.length];
		rule.detect(stats, verdict);
		return verdict;
	}

	private InstanceStats calls(int successes, int failures) {
		InstanceStats stats = stats();
		call(stats, Outcome.SUCCESS, successes);
		call(stats, Outcome.FAILURE, failures);
		stats.window().close(stats);
		return stats;
	}

	private InstanceStats stats() {
		return new InstanceStats(this.time, this.pulse, FailureListener.NONE);
	}

	private static void call(InstanceStats stats, Outcome outcome, int times) {
		for (int i = 0; i < times; i++) {
			stats.end(stats.begin(), outcome);
		}
	}

}
