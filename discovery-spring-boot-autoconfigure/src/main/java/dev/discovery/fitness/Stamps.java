package dev.discovery.fitness;

import dev.discovery.time.Ticker;

/**
 * When the calls of one instance begin. A look at the clock costs more than all the rest
 * that a call is counted by, so where calls are frequent only one in sixteen looks, and
 * the others take what it saw: a time that is some calls old, a {@link Pulse#INTERVAL} at
 * most.
 * <p>
 * Safe for use by several threads without a lock.
 */
final class Stamps {

	/** So many calls between two beats, a thousand a second, are frequent. */
	private static final long FREQUENT = Pulse.INTERVAL.toMillis();

	/** One call in sixteen has none of these bits. */
	private static final int ONE_IN_SIXTEEN = 15;

	/** The lowest bit of a stamp that is some calls old. */
	private static final long OLD = 1;

	private final Ticker ticker;

	private volatile boolean frequent;

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
		if (!this.frequent) {
			return this.ticker.nanos() & ~OLD;
		}
		if ((begun & ONE_IN_SIXTEEN) != 0) {
			return this.last;
		}
		long now = this.ticker.nanos() & ~OLD;
		this.last = now | OLD;
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
		return isExact(stamp) || !this.frequent;
	}

	/** Whether some calls aren't timed. */
	boolean isFrequent() {
		return this.frequent;
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
		boolean many = !all && ended - this.endedBefore >= FREQUENT;
		this.endedBefore = ended;
		if (many) {
			renew();
		}
		this.frequent = many;
	}

}
