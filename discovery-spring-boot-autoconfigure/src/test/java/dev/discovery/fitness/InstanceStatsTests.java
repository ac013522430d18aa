package dev.discovery.fitness;

import java.time.Duration;

import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceStatsTests {

	private final VirtualTime time = new VirtualTime();

	private final InstanceStats stats = new InstanceStats(this.time);

	@Test
	void countsWhatIsInFlight() {
		long first = this.stats.begin();
		long second = this.stats.begin();
		assertThat(this.stats.inFlight()).isEqualTo(2);
		this.stats.end(second, Outcome.CANCELLED);
		this.stats.end(first, Outcome.FAILURE);
		assertThat(this.stats.inFlight()).isZero();
	}

	@Test
	void countsFailuresInARowUntilASuccess() {
		for (Outcome outcome : new Outcome[] { Outcome.FAILURE, Outcome.NEVER_SENT, Outcome.CANCELLED }) {
			this.stats.end(this.stats.begin(), outcome);
		}
		assertThat(this.stats.consecutiveFailures()).isEqualTo(3);
		assertThat(this.stats.failures()).isEqualTo(2);
		this.stats.end(this.stats.begin(), Outcome.SUCCESS);
		assertThat(this.stats.consecutiveFailures()).isZero();
		assertThat(this.stats.failures()).isEqualTo(2);
	}

	@Test
	void averagesTheTimeOfSuccessfulCalls() {
		assertThat(this.stats.usualNanos()).isZero();
		for (int millis : new int[] { 10, 20 }) {
			long stamp = this.stats.begin();
			this.time.advance(Duration.ofMillis(millis));
			this.stats.end(stamp, Outcome.SUCCESS);
		}
		assertThat(this.stats.usualNanos()).isEqualTo(11_250_000);
	}

}
