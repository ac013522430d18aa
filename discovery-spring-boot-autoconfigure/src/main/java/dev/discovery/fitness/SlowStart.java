package dev.discovery.fitness;

import java.time.Duration;

/**
 * How an instance comes to its full share of the calls: caches and compilers have to warm
 * up. Its share grows with {@code (age/window)^(1/aggression)}, from a tenth on.
 * <p>
 * From Envoy's slow start.
 *
 * @param window how long it takes; zero for a full share from the start
 * @param aggression 1 to grow evenly, more to grow faster at the beginning
 */
public record SlowStart(Duration window, double aggression) {

	/**
	 * A full share from the start.
	 */
	public static final SlowStart OFF = new SlowStart(Duration.ZERO, 1);

	/** What a full share is counted in. */
	public static final int FULL = 1000;

	private static final double SMALLEST = 0.1;

	/**
	 * How many tenths of a full share it has come to: by such steps those hear of it who
	 * have to reckon with the share beforehand.
	 * @param share the share
	 * @return from 1 to 10
	 */
	static int tenths(int share) {
		return share * 10 / FULL;
	}

	/**
	 * Its share.
	 * @param ageNanos how long it has been there, in nanoseconds
	 * @return from {@value #FULL} / 10 to {@value #FULL}
	 */
	int shareAt(long ageNanos) {
		long nanos = this.window.toNanos();
		if (ageNanos >= nanos) {
			return FULL;
		}
		double grown = Math.pow(Math.max(0, ageNanos) / (double) nanos, 1 / this.aggression);
		return (int) (FULL * Math.max(SMALLEST, grown));
	}

}
