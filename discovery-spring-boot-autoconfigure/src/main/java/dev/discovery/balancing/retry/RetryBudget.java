package dev.discovery.balancing.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many attempts more than requests a service may get: each request deposits a
 * fraction, a retry costs a whole, deposits live for a while, and there is a reserve for
 * those who have few requests. Over any time {@code t}, retries stay within
 * {@code ratio × requests + perSecond × (t + window)}.
 * <p>
 * From Finagle's {@code RetryBudget}, with a sum over slots of time. A slot holds the
 * number of its period beside its balance, so that nobody has to clear it.
 * <p>
 * Safe for use by several threads without a lock; allocates nothing and reads no clock.
 */
final class RetryBudget {

	/** The balance is in thousandths of a retry. */
	private static final long COST = 1_000;

	private static final int SLOTS_PER_WINDOW = 10;

	/** One more: the slot that has only begun. */
	private static final int SLOTS = SLOTS_PER_WINDOW + 1;

	/** Period in the upper half, balance in the lower. */
	private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

	private final long origin;

	private final long slotNanos;

	private final int deposit;

	private final long reserve;

	/**
	 * Creates a budget with a full reserve.
	 * @param ratio what each request deposits
	 * @param perSecond how many retries there may be each second without any deposit
	 * @param window how long deposits live
	 * @param now the time, in a ticker's nanoseconds
	 */
	RetryBudget(double ratio, int perSecond, Duration window, long now) {
		this.deposit = (int) Math.round(ratio * COST);
		// in thousandths: a million a second over a hundred years are a third of a long
		this.reserve = perSecond * window.toMillis();
		this.slotNanos = Math.max(1, window.toNanos() / SLOTS_PER_WINDOW);
		this.origin = now;
	}

	/**
	 * A request has come.
	 * @param now the time, in a ticker's nanoseconds
	 */
	void deposit(long now) {
		int period = period(now);
		int index = Integer.remainderUnsigned(period, SLOTS);
		while (true) {
			long slot = this.slots.get(index);
			if (isLater(slot, period)
					|| this.slots.compareAndSet(index, slot, packed(period, balance(slot, period) + this.deposit))) {
				return;
			}
		}
	}

	/**
	 * Takes one retry out, if there is one.
	 * @param now the time, in a ticker's nanoseconds
	 * @return whether there was one
	 */
	boolean withdraw(long now) {
		int period = period(now);
		int index = Integer.remainderUnsigned(period, SLOTS);
		while (true) {
			// first this one: whoever withdraws meanwhile changes it
			long slot = this.slots.get(index);
			if (isLater(slot, period) || this.reserve + balance(slot, period) + others(index, period) < COST) {
				return false;
			}
			if (this.slots.compareAndSet(index, slot, packed(period, balance(slot, period) - COST))) {
				return true;
			}
		}
	}

	private long others(int index, int period) {
		long sum = 0;
		for (int i = 1; i < SLOTS; i++) {
			sum += balance(this.slots.get((index + i) % SLOTS), period + i - SLOTS);
		}
		return sum;
	}

	private int period(long now) {
		return (int) ((now - this.origin) / this.slotNanos);
	}

	private static boolean isLater(long slot, int period) {
		return (int) (slot >>> Integer.SIZE) - period > 0;
	}

	/** What is in the slot, unless that is of another period. */
	private static long balance(long slot, int period) {
		return ((int) (slot >>> Integer.SIZE) == period) ? (int) slot : 0;
	}

	private static long packed(int period, long balance) {
		long bounded = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, balance));
		return ((long) period << Integer.SIZE) | (bounded & 0xFFFF_FFFFL);
	}

}
