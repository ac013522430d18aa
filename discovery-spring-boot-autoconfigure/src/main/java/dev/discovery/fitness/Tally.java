package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The failures of one instance. Safe for use by several threads without a lock.
 * <p>
 * What it is as a number: failures in a row, in the upper half; and in the lower one
 * those at its end that found nobody. What never arrived and what timed out counts
 * double.
 */
@SuppressWarnings("serial") // a number by inheritance: the end of each call reads it
final class Tally extends AtomicLong {

	private static final long REFUSED = 0xFFFF_FFFFL;

	private final LongAdder failures = new LongAdder();

	/** A call succeeded. */
	void succeeded() {
		if (get() != 0) {
			set(0);
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
		return points(accumulateAndGet(arrived ? failure : failure | weight, Tally::longer));
	}

	private static long longer(long row, long failure) {
		boolean arrived = (failure & REFUSED) == 0;
		return (arrived ? row & ~REFUSED : row) + failure;
	}

	/** The row begins anew. */
	void forgive() {
		set(0);
	}

	int points() {
		return points(get());
	}

	static int points(long row) {
		return (int) (row >>> Integer.SIZE);
	}

	/** Of those the last ones, which never arrived. */
	int unreached() {
		return unreached(get());
	}

	static int unreached(long row) {
		return (int) (row & REFUSED);
	}

	long failures() {
		return this.failures.sum();
	}

}
