package dev.discovery.fitness.probe;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many probes run at once; the others wait for their turn.
 * <p>
 * Used by one thread at a time.
 */
final class ProbeSlots {

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private int free;

	ProbeSlots(int count) {
		this.free = count;
	}

	/**
	 * Begins now or when there is room. Whoever begins must {@link #release} once.
	 * @param beginning what begins
	 * @param urgent whether somebody waits for it
	 */
	void acquire(Runnable beginning, boolean urgent) {
		if (this.free > 0) {
			this.free--;
			beginning.run();
		}
		else if (urgent) {
			this.waiting.addFirst(beginning);
		}
		else {
			this.waiting.addLast(beginning);
		}
	}

	void release() {
		Runnable next = this.waiting.poll();
		if (next != null) {
			next.run();
		}
		else {
			this.free++;
		}
	}

	void clear() {
		this.waiting.clear();
	}

}
