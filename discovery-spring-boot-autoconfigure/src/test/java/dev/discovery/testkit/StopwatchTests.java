package dev.discovery.testkit;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A time is too long where the machine isn't to blame for it.
 */
class StopwatchTests {

	private static final Duration CLAIM = Duration.ofSeconds(1);

	private final Stopwatch watch = Stopwatch.start();

	@Test
	void failsForWhatTookLongerThanTheMachineCanBeBlamedFor() {
		this.watch.assertWithin("soon", CLAIM, CLAIM);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.watch.assertWithin("late", Duration.ofHours(1), CLAIM))
			.withMessageContaining("late, where the machine has kept somebody waiting for");
	}

	@Test
	void blamesTheMachineForHardlyMoreThanHasPassed() {
		Patience.pass(Duration.ofMillis(300));
		Duration taken = this.watch.taken();
		assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		// processors and disks are counted apart, and what was stolen for each processor
		assertThat(this.watch.stalled()).isBetween(Duration.ZERO,
				this.watch.taken().multipliedBy(2L + Runtime.getRuntime().availableProcessors()).plusMillis(100));
	}

}
