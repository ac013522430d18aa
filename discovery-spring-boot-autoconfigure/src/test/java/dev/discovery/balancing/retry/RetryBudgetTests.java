package dev.discovery.balancing.retry;

import java.time.Duration;
import java.util.Random;

import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryBudget}.
 */
class RetryBudgetTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final RetryBudget budget = new RetryBudget(0.2, 10, WINDOW, this.time.nanos());

	@Test
	void beginsWithAReserve() {
		assertThat(withdrawAll()).isEqualTo(100);
	}

	@Test
	void lendsARetryForFiveRequests() {
		withdrawAll();
		deposit(4);
		assertThat(withdrawAll()).isZero();
		deposit(1);
		assertThat(withdrawAll()).isOne();
		deposit(500);
		assertThat(withdrawAll()).isEqualTo(100);
	}

	@Test
	void forgetsADepositAfterItsTime() {
		deposit(500);
		this.time.advance(WINDOW.minusSeconds(1));
		deposit(0);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(withdrawAll()).isEqualTo(100);
	}

	@Test
	void keepsADepositForItsTime() {
		deposit(500);
		this.time.advance(WINDOW);
		assertThat(withdrawAll()).isEqualTo(200);
	}

	@Test
	void fillsTheReserveAgain() {
		withdrawAll();
		this.time.advance(WINDOW);
		assertThat(withdrawAll()).isZero();
		this.time.advance(WINDOW.dividedBy(10));
		assertThat(withdrawAll()).isEqualTo(100);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5_000, 1_000_000 })
	void hasAReserveHoweverLongTheWindowIs(int perSecond) {
		RetryBudget large = new RetryBudget(0.2, perSecond, Duration.ofDays(36_500), this.time.nanos());
		for (int i = 0; i < 100; i++) {
			assertThat(large.withdraw(this.time.nanos())).isTrue();
		}
	}

	@Test
	void findsItsWayAfterALongSilence() {
		deposit(500);
		this.time.advance(Duration.ofDays(400));
		assertThat(withdrawAll()).isEqualTo(100);
	}

	@Test
	void takesNothingFromSomebodyWhoseClockIsBehind() {
		long before = this.time.nanos();
		this.time.advance(WINDOW.multipliedBy(3));
		long now = this.time.nanos() + WINDOW.dividedBy(10).toNanos() * (11 - 30 % 11);
		this.budget.deposit(now);
		assertThat(this.budget.withdraw(before)).isFalse();
		this.budget.deposit(before);
		assertThat(this.budget.withdraw(now)).isTrue();
	}

	@Test
	void staysWithinItsBoundsForAnyTraffic() {
		for (int seed = 0; seed < 500; seed++) {
			Random random = new Random(seed);
			RetryBudget own = new RetryBudget(0.2, 10, WINDOW, 0);
			long nanos = 0;
			long requests = 0;
			long retries = 0;
			for (int i = 0; i < 3_000; i++) {
				nanos += random.nextLong((random.nextInt(10) == 0) ? 2_000_000_000L : 2_000_000L);
				if (random.nextInt(3) != 0) {
					own.deposit(nanos);
					requests++;
				}
				if (own.withdraw(nanos)) {
					retries++;
				}
				assertThat((double) retries).as("seed " + seed)
					.isLessThanOrEqualTo(0.2 * requests + 10 * (nanos / 1e9) + 100);
			}
			assertThat(retries).as("seed " + seed).isGreaterThan(100);
		}
	}

	@Test
	void lendsNothingTwiceToThreadsThatComeAtOnce() throws InterruptedException {
		deposit(50_000);
		int[] lent = new int[4];
		Thread[] threads = new Thread[lent.length];
		for (int i = 0; i < lent.length; i++) {
			int index = i;
			threads[i] = new Thread(() -> {
				while (this.budget.withdraw(this.time.nanos())) {
					lent[index]++;
				}
			});
			threads[i].start();
		}
		int sum = 0;
		for (int i = 0; i < lent.length; i++) {
			threads[i].join();
			sum += lent[i];
		}
		assertThat(sum).isEqualTo(10_100);
	}

	private void deposit(int requests) {
		for (int i = 0; i < requests; i++) {
			this.budget.deposit(this.time.nanos());
		}
	}

	private int withdrawAll() {
		int count = 0;
		while (this.budget.withdraw(this.time.nanos())) {
			count++;
		}
		return count;
	}

}
