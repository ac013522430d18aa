package dev.discovery.time;

/**
 * A monotonic clock. Only differences mean anything; a change of the wall clock doesn't
 * show.
 * <p>
 * Safe for use by several threads.
 */
@FunctionalInterface
public interface Ticker {

	/**
	 * The time now, in nanoseconds since some arbitrary moment.
	 * @return nanoseconds
	 */
	long nanos();

	/**
	 * The JVM's own clock.
	 * @return a ticker over {@link System#nanoTime()}
	 */
	static Ticker system() {
		return System::nanoTime;
	}

}
