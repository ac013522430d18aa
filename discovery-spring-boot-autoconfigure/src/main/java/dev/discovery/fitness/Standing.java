package dev.discovery.fitness;

import org.jspecify.annotations.Nullable;

/**
 * What has been made of what was learned about an instance: written by one thread at a
 * time; what is volatile is read by all.
 */
final class Standing {

	volatile @Nullable Ejection ejection;

	volatile @Nullable String ailment;

	volatile int share = SlowStart.FULL;

	/** No call arrives there, nor at anybody else who is UP. */
	volatile boolean outOfReach;

	/** Only successes after those show that it answers. */
	long successesBefore;

	/** How often it was ejected lately. */
	int ejections;

	/** Since when it comes to its full share, while that isn't full. */
	long rampSince;

	SlowStart ramp = SlowStart.OFF;

	private final Tally tally;

	/** The row of failures that was looked at last. */
	private volatile long seen;

	Standing(Tally tally) {
		this.tally = tally;
	}

	/**
	 * Whether its failures in a row, or those that found nobody, have come to so many
	 * since they were looked at. For any thread.
	 */
	boolean isNews(int threshold) {
		long before = this.seen;
		long row = this.tally.get();
		return (Tally.points(row) >= threshold && Tally.points(before) < threshold)
				|| (Tally.unreached(row) >= threshold && Tally.unreached(before) < threshold);
	}

	/**
	 * Looks at its failures in a row. To be judged after that: what is added meanwhile is
	 * judged with them, or is news.
	 * @return whether they are others than those that were looked at last
	 */
	boolean look() {
		long row = this.tally.get();
		boolean changed = row != this.seen;
		if (changed) {
			this.seen = row;
		}
		return changed;
	}

	/** It is given another chance. */
	void forgive() {
		this.tally.forgive();
		this.seen = 0;
	}

}
