package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one instance: those that succeeded, and those that have begun and not
 * ended, the ones that are written off among them. Both are parts of one number, so that
 * a call that succeeds changes it once for both. Safe for use by several threads without
 * a lock.
 */
@SuppressWarnings("serial") // a counter by inheritance: a pick reads it for each call
final class CallCount extends AtomicLong {

	/** The lower bits are those in flight, sixteen million at most. */
	private static final int IN_FLIGHT_BITS = 24;

	private static final long SUCCESS = 1L << IN_FLIGHT_BITS;

	/** What is written off; hardly ever there. */
	private volatile @Nullable LostCalls lost;

	void begin() {
		getAndIncrement();
	}

	/** Begins, unless that many are under way. */
	boolean begin(int most) {
		while (true) {
			int writtenOff = writtenOff();
			long current = get();
			if (inFlight(current) - writtenOff >= most) {
				return false;
			}
			if (compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	void end(long stamp) {
		getAndDecrement();
		ended(stamp);
	}

	void succeed(long stamp) {
		getAndAdd(SUCCESS - 1);
		ended(stamp);
	}

	private void ended(long stamp) {
		LostCalls known = this.lost;
		if (known != null && known.ended(stamp)) {
			this.lost = null;
		}
	}

	/** The calls so far, but for those that failed. */
	long begun() {
		long count = get();
		return (count >>> IN_FLIGHT_BITS) + inFlight(count);
	}

	long successes() {
		return get() >>> IN_FLIGHT_BITS;
	}

	private static int inFlight(long count) {
		return (int) (count & (SUCCESS - 1));
	}

	/** Those in flight that aren't written off. */
	int live() {
		LostCalls known = this.lost;
		return (known != null) ? Math.max(0, inFlight(get()) - known.count()) : inFlight(get());
	}

	int writtenOff() {
		LostCalls known = this.lost;
		return (known != null) ? known.count() : 0;
	}

	/**
	 * What is in flight will hardly be answered. The clock is read last: a call that
	 * begins in between is taken for a lost one until it ends, the other way round it
	 * would count as lost for ever.
	 */
	void writeOff(LongSupplier clock) {
		int count = inFlight(get());
		this.lost = new LostCalls(clock.getAsLong(), count);
	}

}
