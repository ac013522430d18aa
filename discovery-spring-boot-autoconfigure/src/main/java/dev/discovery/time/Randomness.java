package dev.discovery.time;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where chance comes from, so that tests can repeat it.
 * <p>
 * Safe for use by several threads.
 */
@FunctionalInterface
public interface Randomness {

	/**
	 * A number from 0 up to, but without, the bound.
	 * @param bound more than 0
	 * @return the number
	 */
	int below(int bound);

	/**
	 * A fraction from 0 up to, but without, 1.
	 * @return the fraction
	 */
	default double fraction() {
		return below(1 << 30) / (double) (1 << 30);
	}

	/**
	 * Each thread's own generator: no lock, no allocation.
	 * @return the source for everyday use
	 */
	static Randomness threadLocal() {
		return (bound) -> ThreadLocalRandom.current().nextInt(bound);
	}

	/**
	 * The same sequence for the same seed.
	 * @param seed the seed, to be printed by whoever fails
	 * @return the source for tests
	 */
	static Randomness seeded(long seed) {
		return new Random(seed)::nextInt;
	}

}
