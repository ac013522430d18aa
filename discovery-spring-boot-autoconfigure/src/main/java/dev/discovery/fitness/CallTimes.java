package dev.discovery.fitness;

import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * When the calls of one instance begin and end, and what that tells: how long they
 * usually take, what one costs, and for how long none has been answered. Safe for use by
 * several threads without a lock; a lost update does no harm.
 */
final class CallTimes {

	private final Ticker ticker;

	private final Stamps stamps;

	private final Silence silence;

	/** A moving average. */
	private volatile long usualNanos;

	/** Only there if somebody picks by it. */
	private volatile @Nullable PeakEwma cost;

	private long successesBefore;

	CallTimes(Ticker ticker, Pulse pulse, Stamps stamps) {
		this.ticker = ticker;
		this.stamps = stamps;
		this.silence = new Silence(ticker, pulse);
	}

	/**
	 * A call succeeded that is timed. How long they take is smoothed as TCP smooths its
	 * round-trip time, RFC 6298.
	 */
	void succeeded(long stamp) {
		long now = this.ticker.nanos();
		this.silence.broken(now);
		if (Stamps.isExact(stamp)) {
			long took = now - stamp;
			long usual = this.usualNanos;
			this.usualNanos = Math.max(1, (usual == 0) ? took : usual + (took - usual) / 8);
			PeakEwma known = this.cost;
			if (known != null) {
				known.answered(now, took);
			}
		}
	}

	/**
	 * The instance answered that it can't, or silence doesn't matter any more.
	 * @return the time, by the ticker, in nanoseconds
	 */
	long silenceBroken() {
		long now = this.ticker.nanos();
		this.silence.broken(now);
		return now;
	}

	/** A call failed. */
	void failed(long stamp) {
		PeakEwma known = this.cost;
		if (known != null) {
			long now = this.ticker.nanos();
			known.failed(now, now - stamp);
		}
	}

	PeakEwma cost(PeakEwmaSettings settings) {
		PeakEwma known = this.cost;
		if (known == null) {
			known = new PeakEwma(this.ticker, settings);
			this.cost = known;
		}
		return known;
	}

	/**
	 * Where somebody picks by what calls cost, each is timed. Where not all are, answers
	 * to the others break the silence here: the few that are timed may always be those
	 * that hang.
	 * @param successes the calls that have succeeded so far
	 * @param failures those that have failed
	 */
	void beat(long successes, long failures) {
		if (this.stamps.isFrequent() && successes != this.successesBefore) {
			this.silence.broken(this.ticker.nanos());
		}
		this.successesBefore = successes;
		this.stamps.beat(successes + failures, this.cost != null);
	}

	long usualNanos() {
		return this.usualNanos;
	}

	/**
	 * Whether a caller who gave up had good reason to.
	 */
	boolean waitedInVain(long stamp) {
		return this.silence.waitedInVain(stamp, this.usualNanos);
	}

	Silence silence() {
		return this.silence;
	}

}
