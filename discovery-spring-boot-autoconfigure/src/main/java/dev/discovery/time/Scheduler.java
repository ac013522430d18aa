package dev.discovery.time;

import java.time.Duration;

/**
 * Runs things later. Tasks are short and don't block; one that throws is logged and
 * forgotten.
 * <p>
 * Safe for use by several threads. Tasks may run on any thread, one after another or at
 * once. After {@link #close()} nothing runs any more and what is handed in is dropped
 * silently.
 */
public interface Scheduler extends AutoCloseable {

	/**
	 * Runs the task soon.
	 * @param task what to do
	 */
	void execute(Runnable task);

	/**
	 * Runs the task once, when the delay has passed.
	 * @param task what to do
	 * @param delay how long to wait; zero or less means at once
	 * @return a handle to call it off
	 */
	Timer schedule(Runnable task, Duration delay);

	@Override
	void close();

	/**
	 * Something that will happen unless it is cancelled.
	 */
	@FunctionalInterface
	interface Timer {

		/**
		 * A timer that was never set.
		 */
		Timer NONE = () -> {
		};

		/**
		 * Calls the task off; without effect if it has begun.
		 */
		void cancel();

	}

}
