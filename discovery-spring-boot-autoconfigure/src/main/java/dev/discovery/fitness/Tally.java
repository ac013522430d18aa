package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The failures of one instance. Safe for use by several threads without a lock.
 */
final class Tally {

	/** Failures in a row; what never arrived and what timed out counts double. */
	private final AtomicInteger points = new AtomicInteger();

	private final LongAdder failures = new LongAdder();

	/** A call succeeded. */
	void succeeded() {
		if (this.points.get() != 0) {
			this.points.set(0);
		}
	}

	/**
	 * A call failed.
	 * @return the failures in a row, weighted
	 */
	int failed(int weight) {
		this.failures.increment();
		return this.points.addAndGet(weight);
	}

	/** The row begins anew. */
	void forgive() {
		this.points.set(0);
	}

	int points() {
		return this.points.get();
	}

	long failures() {
		return this.failures.sum();
	}

}
