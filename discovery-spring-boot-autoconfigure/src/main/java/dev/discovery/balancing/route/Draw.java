package dev.discovery.balancing.route;

import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.time.Randomness;

/**
 * Deals numbers so evenly that any stretch of draws comes close to the shares that were
 * asked for: additive recurrence with the golden ratio, begun anywhere. Chance alone
 * would send a canary of 1 % nothing for a while and then three calls in a row.
 * <p>
 * From Knuth, The Art of Computer Programming, volume 3, 6.4. Safe for use by several
 * threads without a lock; allocates nothing.
 */
final class Draw {

	/** 2³² divided by the golden ratio. */
	private static final int STEP = 0x9E37_79B9;

	private final AtomicInteger next;

	Draw(Randomness randomness) {
		this.next = new AtomicInteger(randomness.below(Integer.MAX_VALUE) << 1);
	}

	/**
	 * The next number from 0 up to, but without, the bound.
	 */
	int below(int bound) {
		return (int) ((Integer.toUnsignedLong(this.next.getAndAdd(STEP)) * bound) >>> Integer.SIZE);
	}

}
