package dev.discovery.time;

import java.util.concurrent.TimeUnit;

/**
 * Lets the caller wait. Safe for use by several threads; a virtual thread gives its
 * carrier away meanwhile.
 */
@FunctionalInterface
public interface Pause {

	/**
	 * Waits.
	 * @param nanos how long; zero or less means not at all
	 * @throws InterruptedException if the thread is interrupted, before or meanwhile
	 */
	void nanos(long nanos) throws InterruptedException;

	/**
	 * Really waits.
	 * @return the pause for everyday use
	 */
	static Pause sleeping() {
		return TimeUnit.NANOSECONDS::sleep;
	}

}
