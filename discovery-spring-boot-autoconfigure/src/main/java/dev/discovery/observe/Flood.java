package dev.discovery.observe;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets so many events of one type through within a while, and counts the rest, so that a
 * registry that flaps doesn't wash out what else happened. Safe for use by several
 * threads.
 */
final class Flood {

	static final Duration WINDOW = Duration.ofSeconds(10);

	private final int most;

	private final AtomicReference<State> state;

	Flood(int most, long now) {
		this.most = most;
		this.state = new AtomicReference<>(new State(now, 0, 0, true));
	}

	/**
	 * Another one wants to be listed.
	 * @param now the time that passes, in nanoseconds
	 * @return whether it is, and how many were not before it
	 */
	State next(long now) {
		while (true) {
			State old = Objects.requireNonNull(this.state.get());
			State next = old.isOver(now) ? new State(now, 1, old.notListed(this.most), true)
					: new State(old.since, old.count + 1, 0, old.count < this.most);
			if (this.state.compareAndSet(old, next)) {
				return next;
			}
		}
	}

	/**
	 * Ends a while that is over.
	 * @param now the time that passes, in nanoseconds
	 * @return how many were not listed in it
	 */
	int end(long now) {
		State old = Objects.requireNonNull(this.state.get());
		int notListed = old.notListed(this.most);
		boolean ended = notListed > 0 && old.isOver(now)
				&& this.state.compareAndSet(old, new State(old.since, 0, 0, true));
		return ended ? notListed : 0;
	}

	/**
	 * A while and how many came in it.
	 *
	 * @param since when it began
	 * @param count how many wanted to be listed
	 * @param before how many were not listed in the while before, told once
	 * @param listed whether the last one is
	 */
	record State(long since, int count, int before, boolean listed) {

		private boolean isOver(long now) {
			return now - this.since >= WINDOW.toNanos();
		}

		private int notListed(int most) {
			return Math.max(0, this.count - most);
		}

	}

}
