package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;

/**
 * How long to wait after a failure: {@code b = 0.8 s * 2^n}, at most 30 s, and the delay
 * evenly spread over {@code [b, 2b)}. Starts over after two minutes of health.
 * <p>
 * The figures are those of client-go's reflector: four attempts in the first ten seconds,
 * seven in the first minute, then at most one in 30 seconds. Not safe for use by several
 * threads.
 */
final class Backoff {

	static final Duration FIRST = Duration.ofMillis(800);

	static final Duration CAP = Duration.ofSeconds(30);

	private static final Duration REFUSED = Duration.ofSeconds(1);

	static final Duration HEALTHY = Duration.ofMinutes(2);

	private static final int CAPPED_STEP = 6;

	private final Ticker ticker;

	private final Randomness randomness;

	private int step;

	private boolean healthy;

	private long healthySince;

	Backoff(Ticker ticker, Randomness randomness) {
		this.ticker = ticker;
		this.randomness = randomness;
	}

	/**
	 * Something failed.
	 * @return how long to leave it alone
	 */
	Duration next() {
		if (this.healthy && this.ticker.nanos() - this.healthySince >= HEALTHY.toNanos()) {
			reset();
		}
		this.healthy = false;
		long base = Math.min(CAP.toNanos(), FIRST.toNanos() << this.step);
		this.step = Math.min(this.step + 1, CAPPED_STEP);
		return spread(Duration.ofNanos(base));
	}

	/**
	 * Something failed that hurrying won't mend, such as a refused token.
	 * @return the longest delay
	 */
	Duration longest() {
		this.healthy = false;
		this.step = CAPPED_STEP;
		return next();
	}

	/**
	 * Something failed.
	 * @param cause how
	 * @return how long to leave it alone, which is at least what the registry asks for
	 */
	Duration next(BackendException cause) {
		Duration delay = (cause.kind() == BackendException.Kind.DENIED) ? longest() : next();
		Duration asked = cause.retryAfter();
		return (asked != null && asked.compareTo(delay) > 0) ? asked : delay;
	}

	/**
	 * Nobody is there. Asking costs hardly anything, and whoever listens again has just
	 * been started: errors before that say nothing about it.
	 * @return how long to wait, about a second
	 */
	Duration refused() {
		reset();
		return REFUSED.plusNanos((long) (REFUSED.toNanos() / 10 * this.randomness.fraction()));
	}

	/**
	 * Something worked.
	 */
	void succeeded() {
		if (!this.healthy) {
			this.healthy = true;
			this.healthySince = this.ticker.nanos();
		}
	}

	/**
	 * Nothing had failed after all.
	 */
	void reset() {
		this.step = 0;
	}

	/**
	 * A delay evenly spread over {@code [base, 2 base)}.
	 */
	Duration spread(Duration base) {
		return base.plusNanos((long) (base.toNanos() * this.randomness.fraction()));
	}

}
