package dev.discovery.fitness;

import dev.discovery.time.Randomness;

/**
 * How many of one service's instances may be ejected at once, and for how long each.
 * <p>
 * The times and the bound are Envoy's; small services may lose up to half of their
 * instances, at most four, never the last.
 */
final class EjectionBounds {

	private static final int SMALL_BOUND = 4;

	private final OutlierSettings settings;

	private final Randomness randomness;

	/**
	 * Creates them.
	 * @param settings how many, and for how long
	 * @param randomness spreads the comebacks
	 */
	EjectionBounds(OutlierSettings settings, Randomness randomness) {
		this.settings = settings;
		this.randomness = randomness;
	}

	/**
	 * How many instances may be ejected at once.
	 * @param instances how many there are
	 * @return less than there are
	 */
	int most(int instances) {
		int small = Math.min(SMALL_BOUND, instances / 2);
		int large = (int) ((long) instances * this.settings.maxEjectedPercent() / 100);
		return Math.min(instances - 1, Math.max(1, Math.max(small, large)));
	}

	/**
	 * How long an instance is out.
	 * @param times how often it was ejected lately, from 1
	 * @return nanoseconds, spread by chance
	 */
	long duration(int times) {
		OutlierSettings.Time time = this.settings.time();
		long base = time.base().toNanos();
		long max = time.max().toNanos();
		long nanos = (times > max / Math.max(1, base)) ? max : base * times;
		return nanos + (long) (nanos * this.randomness.fraction() * time.jitterPercent() / 100);
	}

}
