package dev.discovery.fitness;

import java.time.Duration;

import dev.discovery.time.Ticker;

/**
 * Since when one instance has had calls without answering any.
 * <p>
 * Safe for use by several threads without a lock; a lost update makes it a little longer
 * or shorter.
 */
final class Silence {

	/** How long a caller waits at least before giving up says anything. */
	private static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

	/** And how many times as long as calls usually take. */
	private static final long PATIENCE_FACTOR = 10;

	private final Ticker ticker;

	private final Pulse pulse;

	private volatile long since;

	Silence(Ticker ticker, Pulse pulse) {
		this.ticker = ticker;
		this.pulse = pulse;
		this.since = ticker.nanos();
	}

	/** It has answered, or gets its first call. */
	void broken(long now) {
		this.since = now;
	}

	boolean brokenAfter(long moment) {
		return this.since - moment > 0;
	}

	/**
	 * How long it lasts, as far as this process was awake.
	 * @return nanoseconds
	 */
	long nanos() {
		long from = this.since;
		long awake = this.pulse.beatingSince();
		return Math.max(0, this.ticker.nanos() - ((awake - from > 0) ? awake : from));
	}

	/**
	 * Whether this process has been awake ever since.
	 */
	boolean wasAwakeSince(long moment) {
		return this.pulse.beatingSince() - moment <= 0;
	}

	/**
	 * Whether a caller who gave up had good reason to: a time limit of the caller's own
	 * arrives as a cancellation. The clock is read last: where others are answered, the
	 * end of such a call costs no look at it.
	 * @param stamp when the call began
	 * @param usual how long calls usually take, 0 if nobody knows
	 */
	boolean waitedInVain(long stamp, long usual) {
		if (usual == 0 || brokenAfter(stamp)) {
			return false;
		}
		long waited = this.ticker.nanos() - stamp;
		return waited > Math.max(PATIENCE_NANOS, PATIENCE_FACTOR * usual) && wasAwakeSince(stamp);
	}

}
