package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	private static final double[] BASES = { 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30 };

	private final VirtualTime time = new VirtualTime();

	@Test
	void doublesUpToTheCapAndSpreadsOverOneStep() {
		for (int seed = 0; seed < 200; seed++) {
			Backoff backoff = new Backoff(this.time, Randomness.seeded(seed));
			for (double base : BASES) {
				assertThat(seconds(backoff.next())).as("seed %s", seed)
					.isGreaterThanOrEqualTo(base)
					.isLessThan(2 * base);
			}
		}
	}

	@Test
	void usesTheWholeStep() {
		assertThat(seconds(new Backoff(this.time, (bound) -> 0).next())).isEqualTo(0.8);
		assertThat(seconds(new Backoff(this.time, (bound) -> bound - 1).next())).isBetween(1.59, 1.6);
	}

	@Test
	void startsOverAfterTwoMinutesOfHealth() {
		Backoff backoff = new Backoff(this.time, (bound) -> 0);
		backoff.next();
		backoff.next();
		backoff.succeeded();
		this.time.advance(Duration.ofSeconds(119));
		backoff.succeeded();
		assertThat(seconds(backoff.next())).isEqualTo(3.2);
		backoff.succeeded();
		this.time.advance(Duration.ofSeconds(120));
		assertThat(seconds(backoff.next())).isEqualTo(0.8);
	}

	@Test
	void timeAloneIsNoHealth() {
		Backoff backoff = new Backoff(this.time, (bound) -> 0);
		backoff.next();
		this.time.advance(Duration.ofHours(1));
		assertThat(seconds(backoff.next())).isEqualTo(1.6);
	}

	@Test
	void givesTheRegistryTheTimeItAsksFor() {
		Backoff backoff = new Backoff(this.time, (bound) -> 0);
		assertThat(backoff.next(new BackendException(Kind.UNAVAILABLE, "busy", null, Duration.ofSeconds(17))))
			.hasSeconds(17);
		assertThat(seconds(backoff.next(new BackendException(Kind.UNAVAILABLE, "busy", null, Duration.ZERO))))
			.isEqualTo(1.6);
	}

	@Test
	void waitsLongestWhereWaitingWontMend() {
		Backoff backoff = new Backoff(this.time, (bound) -> 0);
		assertThat(backoff.next(new BackendException(Kind.DENIED, "no"))).hasSeconds(30);
	}

	private static double seconds(Duration delay) {
		return delay.toNanos() / 1e9;
	}

}
