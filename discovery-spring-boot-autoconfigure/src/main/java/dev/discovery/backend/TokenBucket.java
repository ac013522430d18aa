package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.time.Ticker;

/**
 * Lets a few things happen at once and bounds them in the long run. Whoever finds it
 * empty waits, and has taken a token all the same. Not safe for use by several threads.
 */
final class TokenBucket {

	private final Ticker ticker;

	private final long refill;

	private final long capacity;

	/** When it will be full again. */
	private long full;

	/**
	 * Creates a full bucket.
	 * @param ticker tells the time
	 * @param capacity how many tokens it holds
	 * @param refill how long it takes for one to come back
	 */
	TokenBucket(Ticker ticker, int capacity, Duration refill) {
		this.ticker = ticker;
		this.refill = refill.toNanos();
		this.capacity = capacity * this.refill;
		this.full = ticker.nanos();
	}

	/**
	 * Takes a token.
	 * @return how long to wait until it is there
	 */
	Duration take() {
		long now = this.ticker.nanos();
		this.full = ((this.full - now > 0) ? this.full : now) + this.refill;
		return Duration.ofNanos(Math.max(0, this.full - now - this.capacity));
	}

}
