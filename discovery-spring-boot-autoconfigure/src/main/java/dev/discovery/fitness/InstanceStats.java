package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What calls learned about one instance. Outlives snapshots: as long as an instance of
 * this id is listed, its stats are these.
 * <p>
 * Safe for use by several threads without a lock; begin and end allocate nothing. What
 * the {@link OutlierDetector} makes of it is written by one thread at a time.
 */
public final class InstanceStats {

	private final Ticker ticker;

	private final Pulse pulse;

	private final FailureListener listener;

	private final AtomicInteger inFlight = new AtomicInteger();

	/** Failures in a row; what never arrived and what timed out counts double. */
	private final AtomicInteger points = new AtomicInteger();

	private final LongAdder successes = new LongAdder();

	private final LongAdder failures = new LongAdder();

	/** A moving average; a lost update does no harm. */
	private volatile long usualNanos;

	/** Since when there have been calls and no answer; means nothing without calls. */
	private volatile long silentSince;

	private final CallWindow window = new CallWindow();

	private final Standing standing = new Standing();

	/**
	 * Creates stats without a history.
	 * @param ticker tells how long calls take
	 * @param pulse tells what this process has slept through
	 * @param listener told of each failure
	 */
	public InstanceStats(Ticker ticker, Pulse pulse, FailureListener listener) {
		this.ticker = ticker;
		this.pulse = pulse;
		this.listener = listener;
	}

	/**
	 * Creates stats without a history that nobody judges by.
	 * @param ticker tells how long calls take
	 */
	public InstanceStats(Ticker ticker) {
		this(ticker, new Pulse(ticker), FailureListener.NONE);
	}

	/**
	 * A call begins. Each begin needs exactly one {@link #end(long, Outcome)}.
	 * @return the stamp to end it with
	 */
	public long begin() {
		long now = this.ticker.nanos();
		if (this.inFlight.getAndIncrement() == 0) {
			this.silentSince = now;
		}
		return now;
	}

	/**
	 * A call ended.
	 * @param stamp what begin returned
	 * @param outcome how it ended
	 */
	public void end(long stamp, Outcome outcome) {
		switch (outcome) {
			case SUCCESS -> {
				long now = this.ticker.nanos();
				this.silentSince = now;
				average(now - stamp);
				this.successes.increment();
				if (this.points.get() != 0) {
					this.points.set(0);
				}
			}
			case FAILURE -> {
				this.silentSince = this.ticker.nanos();
				failed(1);
			}
			case NEVER_SENT -> failed(2);
			case TIMEOUT -> {
				// one that this process slept through is its own
				if (this.pulse.beatingSince() - stamp <= 0) {
					failed(2);
				}
			}
			case CANCELLED -> {
			}
		}
		this.inFlight.decrementAndGet();
	}

	/** Smoothed as TCP smooths its round-trip time, RFC 6298. */
	private void average(long took) {
		long usual = this.usualNanos;
		this.usualNanos = Math.max(1, (usual == 0) ? took : usual + (took - usual) / 8);
	}

	private void failed(int weight) {
		this.failures.increment();
		this.listener.failed(this, this.points.addAndGet(weight));
	}

	/**
	 * The calls that have begun and not ended.
	 * @return their number
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * The calls that succeeded since the instance was first seen.
	 * @return their number
	 */
	public long successes() {
		return this.successes.sum();
	}

	/**
	 * The calls that failed since the instance was first seen.
	 * @return their number
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * The failures since the last success; one that never arrived or timed out counts
	 * double.
	 * @return their number
	 */
	public int consecutiveFailures() {
		return this.points.get();
	}

	/**
	 * How long its successful calls usually take: a moving average.
	 * @return nanoseconds, 0 without any
	 */
	public long usualNanos() {
		return this.usualNanos;
	}

	/**
	 * How long it has had calls without answering any, as far as this process was awake.
	 * @return nanoseconds, 0 if there is no call
	 */
	public long silentNanos() {
		if (this.inFlight.get() == 0) {
			return 0;
		}
		long since = this.silentSince;
		long awake = this.pulse.beatingSince();
		return Math.max(0, this.ticker.nanos() - ((awake - since > 0) ? awake : since));
	}

	/**
	 * Whether it has answered, or got its first call, after a moment.
	 */
	boolean heardAfter(long moment) {
		return this.silentSince - moment > 0;
	}

	/**
	 * The calls that wait in vain for an instance that is hung.
	 * @return their number
	 */
	public int stuck() {
		Ejection known = this.standing.ejection;
		return (known != null && known.reason() == Ejection.Reason.HUNG) ? inFlight() : 0;
	}

	/**
	 * Why it gets no calls for a while.
	 * @return the ejection, or null if there is none
	 */
	public @Nullable Ejection ejection() {
		return this.standing.ejection;
	}

	/**
	 * What the active health check finds wrong with it.
	 * @return the ailment, or null if there is none or nobody has looked
	 */
	public @Nullable String ailment() {
		return this.standing.ailment;
	}

	/**
	 * Takes note of what the active health check finds.
	 * @param ailment what is wrong, or null
	 */
	public void ailment(@Nullable String ailment) {
		this.standing.ailment = ailment;
	}

	/**
	 * How much of its share of the calls it gets.
	 * @return from 100 to {@link SlowStart#FULL}
	 */
	public int share() {
		return this.standing.share;
	}

	CallWindow window() {
		return this.window;
	}

	Standing standing() {
		return this.standing;
	}

	/** It is given another chance. */
	void forgive() {
		this.points.set(0);
	}

	/**
	 * Hears of failures, on the thread of the call.
	 */
	@FunctionalInterface
	public interface FailureListener {

		/**
		 * Hears nothing.
		 */
		FailureListener NONE = (stats, points) -> {
		};

		/**
		 * A call failed.
		 * @param stats whose
		 * @param points the failures in a row, weighted
		 */
		void failed(InstanceStats stats, int points);

	}

}
