package dev.discovery.time;

import java.time.InstantSource;

/**
 * The time of day, for what is printed, stored or compared across machines, and never for
 * what waits.
 */
public final class WallClock {

	private WallClock() {
	}

	/**
	 * The machine's own clock.
	 * @return the time of day
	 */
	public static InstantSource system() {
		return InstantSource.system();
	}

}
