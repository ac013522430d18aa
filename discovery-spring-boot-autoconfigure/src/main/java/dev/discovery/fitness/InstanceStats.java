package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.discovery.time.Ticker;

/**
 * What calls learned about one instance. Outlives snapshots: as long as an instance of
 * this id is listed, its stats are these.
 * <p>
 * Safe for use by several threads without a lock; begin and end allocate nothing.
 */
public final class InstanceStats {

	private final Ticker ticker;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger consecutiveFailures = new AtomicInteger();

	private final LongAdder successes = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	/**
	 * Creates stats without a history.
	 * @param ticker tells how long calls take
	 */
	public InstanceStats(Ticker ticker) {
		this.ticker = ticker;
	}

	/**
	 * A call begins. Each begin needs exactly one {@link #end(long, Outcome)}.
	 * @return the stamp to end it with
	 */
	public long begin() {
		this.inFlight.incrementAndGet();
		return this.ticker.nanos();
	}

	/**
	 * A call ended.
	 * @param stamp what begin returned
	 * @param outcome how it ended
	 */
	public void end(long stamp, Outcome outcome) {
		this.inFlight.decrementAndGet();
		switch (outcome) {
			case SUCCESS -> {
				this.successes.increment();
				this.nanos.add(this.ticker.nanos() - stamp);
				if (this.consecutiveFailures.get() != 0) {
					this.consecutiveFailures.set(0);
				}
			}
			case FAILURE, NEVER_SENT -> {
				this.failures.increment();
				this.consecutiveFailures.incrementAndGet();
			}
			case CANCELLED -> {
			}
		}
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
	 * The failures since the last success.
	 * @return their number
	 */
	public int consecutiveFailures() {
		return this.consecutiveFailures.get();
	}

	/**
	 * The mean time that successful calls took.
	 * @return nanoseconds, 0 without any
	 */
	public long meanNanos() {
		long count = successes();
		return (count == 0) ? 0 : this.nanos.sum() / count;
	}

}
