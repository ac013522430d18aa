package dev.discovery.fitness;

import dev.discovery.time.Ticker;

/**
 * When the calls of one instance begin. A look at the clock costs more than all the rest
 * that a call is counted by, so where calls are frequent only some look, sixty to a
 * hundred and twenty a second, and the others take what they saw: a time that is some
 * calls old, a {@link Pulse#INTERVAL} at most.
 * <p>
 * Safe for use by several threads without a lock.
 */
final class Stamps {

	/** So many calls between two beats, a thousand a second, are frequent. */
	private static final long FREQUENT = Pulse.INTERVAL.toMillis();

	/** Then so many of them look at the clock, or twice as many. */
	private static final long LOOKS = FREQUENT / 16;

	/** The lowest bit of a stamp that is some calls old. */
	private static final long OLD = 1;

	private final Ticker ticker;

	/** Who looks has none of these bits: all do, or one in 16, 32 or more. */
	private volatile long mask;

	private volatile long last;

	private long endedBefore;

	Stamps(Ticker ticker) {
		this.ticker = ticker;
	}

	/**
	 * A call begins.
	 * @param begun the number of those before it; nobody counts them for this, so that a
	 * call writes in one place only
	 */
	long next(long begun) {
		long known = this.mask;
		if ((begun & known) != 0) {
			return this.last;
		}
		long now = this.ticker.nanos() & ~OLD;
		if (known != 0) {
			this.last = now | OLD;
		}
		return now;
	}

	/**
	 * Whether the call began when the stamp says, and not some calls later.
	 */
	static boolean isExact(long stamp) {
		return (stamp & OLD) == 0;
	}

	/**
	 * Whether to look at the clock when a call ends.
	 */
	boolean isTimed(long stamp) {
		return isExact(stamp) || !isFrequent();
	}

	/** Whether some calls aren't timed. */
	boolean isFrequent() {
		return this.mask != 0;
	}

	/** Calls that begin from now on are no older than this moment. */
	void renew() {
		this.last = this.ticker.nanos() | OLD;
	}

	/**
	 * Takes stock; to be called every {@link Pulse#INTERVAL}, by one thread at a time.
	 * @param ended the calls that have ended so far
	 * @param all whether each of them is to be timed, however frequent they are
	 */
	void beat(long ended, boolean all) {
		long lately = ended - this.endedBefore;
		this.endedBefore = ended;
		boolean many = !all && lately >= FREQUENT;
		if (many) {
			renew();
		}
		this.mask = many ? Long.highestOneBit(lately / LOOKS) - 1 : 0;
	}

}
