package dev.discovery.fitness;

import dev.discovery.time.Ticker;

/**
 * What a call to one instance costs: a moving average of its round trips that a longer
 * one replaces at once, and that decays with time, so that nobody is avoided for ever.
 * <p>
 * From Finagle's {@code PeakEwma}. Safe for use by several threads without a lock; an
 * update may be lost, which the next one makes up for. Allocates nothing.
 */
public final class PeakEwma {

	/** More than any cost that was measured. */
	private static final double NO_HISTORY = 1e18;

	private final Ticker ticker;

	private final double decayNanos;

	private final long failureNanos;

	/** In nanoseconds, as of the stamp; 0 without a history. */
	private volatile double cost;

	private volatile long stamp;

	PeakEwma(Ticker ticker, PeakEwmaSettings settings) {
		this.ticker = ticker;
		this.decayNanos = settings.decayTime().toNanos();
		this.failureNanos = settings.failureCost().toNanos();
	}

	/**
	 * The time by which loads are compared.
	 * @return the time, by the ticker, in nanoseconds
	 */
	public long now() {
		return this.ticker.nanos();
	}

	/**
	 * What one more call would have to expect. Without a history and without a call, an
	 * instance is worth a try; without a history, but with one in flight, it ranks behind
	 * all that are known.
	 * @param now the time, from {@link #now()}
	 * @param pending the calls in flight
	 * @return the load; only a comparison means anything
	 */
	public double load(long now, int pending) {
		double known = this.cost;
		if (known == 0) {
			return (pending == 0) ? 0 : NO_HISTORY + pending;
		}
		// never nothing, or nobody would look at what is in flight after a quiet hour
		return Math.max(1, known * weight(now)) * (pending + 1);
	}

	void answered(long now, long took) {
		double weight = weight(now);
		double decayed = Math.max(1, this.cost * weight);
		this.cost = (took > decayed) ? took : decayed + took * (1 - weight);
		this.stamp = now;
	}

	/** Failing fast must attract nobody. */
	void failed(long now, long took) {
		answered(now, Math.max(took, this.failureNanos));
	}

	private double weight(long now) {
		return Math.exp(-Math.max(0, now - this.stamp) / this.decayNanos);
	}

}
