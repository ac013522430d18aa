package dev.discovery.fitness;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls that nobody expects an answer to any more, although they haven't ended: they no
 * longer say anything about the instance that hung when they were begun. Safe for use by
 * several threads.
 */
final class LostCalls {

	private final long before;

	private final AtomicInteger count;

	/**
	 * Writes calls off.
	 * @param now those that began before this moment
	 * @param count how many
	 */
	LostCalls(long now, int count) {
		this.before = now;
		this.count = new AtomicInteger(count);
	}

	/**
	 * A call ended, perhaps one of these.
	 * @return whether all of these have
	 */
	boolean ended(long stamp) {
		return stamp - this.before < 0 && this.count.decrementAndGet() <= 0;
	}

	int count() {
		return Math.max(0, this.count.get());
	}

}
