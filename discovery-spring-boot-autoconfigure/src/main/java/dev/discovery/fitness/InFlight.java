package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one instance that have begun and not ended, those that are written off
 * among them. Safe for use by several threads without a lock.
 */
@SuppressWarnings("serial") // a counter by inheritance: a pick reads it for each call
final class InFlight extends AtomicInteger {

	/** What is written off; hardly ever there. */
	private volatile @Nullable LostCalls lost;

	void begin() {
		getAndIncrement();
	}

	/** Begins, unless that many are under way. */
	boolean begin(int most) {
		while (true) {
			int writtenOff = writtenOff();
			int current = get();
			if (current - writtenOff >= most) {
				return false;
			}
			if (compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	void end(long stamp) {
		decrementAndGet();
		LostCalls known = this.lost;
		if (known != null && known.ended(stamp)) {
			this.lost = null;
		}
	}

	/** Those that aren't written off. */
	int live() {
		LostCalls known = this.lost;
		return (known != null) ? Math.max(0, get() - known.count()) : get();
	}

	int writtenOff() {
		LostCalls known = this.lost;
		return (known != null) ? known.count() : 0;
	}

	/** What is in flight will hardly be answered. */
	void writeOff(long now) {
		this.lost = new LostCalls(now, get());
	}

}
