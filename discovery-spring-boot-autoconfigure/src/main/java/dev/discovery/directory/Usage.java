package dev.discovery.directory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Who needs an entry: those who look now and then, and those who rely on its watch. Safe
 * for use by several threads; sweeps come one at a time.
 */
final class Usage {

	/** How many rely on the watch; negative once it is retired. */
	private final AtomicInteger pins = new AtomicInteger();

	/** Whether somebody looked since the last sweep; hardly ever written. */
	private volatile boolean used = true;

	private long unusedSince;

	/** In how many sweeps somebody had looked. */
	private volatile long sweepsInUse;

	Usage(long now) {
		this.unusedSince = now;
	}

	void touch() {
		if (!this.used) {
			this.used = true;
		}
	}

	/**
	 * Keeps the watch open.
	 * @return a handle that ends it, or null if the entry is retired: there is, or will
	 * soon be, another one
	 */
	@Nullable Subscription pin() {
		if (this.pins.getAndUpdate((count) -> (count < 0) ? count : count + 1) < 0) {
			return null;
		}
		AtomicBoolean open = new AtomicBoolean(true);
		return () -> {
			if (open.compareAndSet(true, false)) {
				this.pins.decrementAndGet();
			}
		};
	}

	boolean isPinned() {
		return this.pins.get() > 0;
	}

	/**
	 * Whether nobody relies on the watch, and from now on nobody can.
	 */
	boolean claimRetirement() {
		return this.pins.compareAndSet(0, -1);
	}

	/**
	 * Whether nobody has looked between the last two sweeps, and since when.
	 * @param now the time now
	 * @return how long it has been idle, in nanoseconds
	 */
	long sweep(long now) {
		if (this.used || isPinned()) {
			this.used = false;
			this.unusedSince = now;
			this.sweepsInUse = this.sweepsInUse + 1;
		}
		return now - this.unusedSince;
	}

	/**
	 * Whether nobody has looked since the last sweep, so that it may go first when room
	 * is needed.
	 */
	boolean isUnused() {
		return !this.used && !isPinned();
	}

	/** How much the service is wanted. */
	long sweepsInUse() {
		return this.sweepsInUse;
	}

}
