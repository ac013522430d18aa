package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The failures of one instance. Safe for use by several threads without a lock.
 */
final class Tally {

	private static final long REFUSED = 0xFFFF_FFFFL;

	/**
	 * Failures in a row, in the upper half; and in the lower one those at its end that
	 * found nobody. What never arrived and what timed out counts double.
	 */
	private final AtomicLong row = new AtomicLong();

	private final LongAdder failures = new LongAdder();

	/** A call succeeded. */
	void succeeded() {
		if (this.row.get() != 0) {
			this.row.set(0);
		}
	}

	/**
	 * A call failed.
	 * @param weight how much it counts
	 * @param arrived whether it may have come to the instance
	 * @return the failures in a row, weighted
	 */
	int failed(int weight, boolean arrived) {
		this.failures.increment();
		long failure = (long) weight << Integer.SIZE;
		return points(this.row.accumulateAndGet(arrived ? failure : failure | weight, Tally::longer));
	}

	private static long longer(long row, long failure) {
		boolean arrived = (failure & REFUSED) == 0;
		return (arrived ? row & ~REFUSED : row) + failure;
	}

	/** The row begins anew. */
	void forgive() {
		this.row.set(0);
	}

	int points() {
		return points(this.row.get());
	}

	private static int points(long row) {
		return (int) (row >>> Integer.SIZE);
	}

	/** Of those the last ones, which never arrived. */
	int unreached() {
		return (int) (this.row.get() & REFUSED);
	}

	long failures() {
		return this.failures.sum();
	}

}
