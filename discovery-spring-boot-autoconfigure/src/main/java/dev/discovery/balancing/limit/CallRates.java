package dev.discovery.balancing.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many calls there were within the last while, and how many of them failed: sums over
 * slots of time. A slot holds the number of its period beside its count, so that nobody
 * has to clear it.
 * <p>
 * Safe for use by several threads without a lock; allocates nothing and reads no clock.
 */
final class CallRates {

	/** The last one has only begun, so that a call counts for 9 to 10 of them. */
	private static final int SLOTS = 10;

	/** Period in the upper half, count in the lower. */
	private final AtomicLongArray calls = new AtomicLongArray(SLOTS);

	private final AtomicLongArray failures = new AtomicLongArray(SLOTS);

	private final long origin;

	private final long slotNanos;

	/**
	 * Creates rates without any call.
	 * @param window how long a call counts
	 * @param now the time, in a ticker's nanoseconds
	 */
	CallRates(Duration window, long now) {
		this.slotNanos = Math.max(1, window.toNanos() / SLOTS);
		this.origin = now;
	}

	/**
	 * A call has ended.
	 * @param failed whether it failed
	 * @param now the time, in a ticker's nanoseconds
	 */
	void add(boolean failed, long now) {
		int period = period(now);
		increment(this.calls, period);
		if (failed) {
			increment(this.failures, period);
		}
	}

	long calls(long now) {
		return sum(this.calls, period(now));
	}

	long failures(long now) {
		return sum(this.failures, period(now));
	}

	private static void increment(AtomicLongArray slots, int period) {
		int index = Integer.remainderUnsigned(period, SLOTS);
		while (true) {
			long slot = slots.get(index);
			boolean later = periodOf(slot) - period > 0;
			if (later || slots.compareAndSet(index, slot, packed(period, count(slot, period) + 1))) {
				return;
			}
		}
	}

	private static long sum(AtomicLongArray slots, int period) {
		long sum = 0;
		for (int age = 0; age < SLOTS; age++) {
			sum += count(slots.get(Integer.remainderUnsigned(period - age, SLOTS)), period - age);
		}
		return sum;
	}

	/** From 1 on: what was never written is of none. */
	private int period(long now) {
		return (int) ((now - this.origin) / this.slotNanos) + SLOTS;
	}

	private static int periodOf(long slot) {
		return (int) (slot >>> Integer.SIZE);
	}

	private static long count(long slot, int period) {
		return (periodOf(slot) == period) ? slot & 0xFFFF_FFFFL : 0;
	}

	private static long packed(int period, long count) {
		return ((long) period << Integer.SIZE) | Math.min(count, Integer.MAX_VALUE);
	}

}
