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

	/** How often it was ejected lately. */
	int ejections;

	/** Since when it comes to its full share, while that isn't full. */
	long rampSince;

	SlowStart ramp = SlowStart.OFF;

}
