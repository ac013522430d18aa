package dev.discovery.survival;

import java.time.Duration;
import java.util.List;

/**
 * A real registry in a process of its own.
 */
interface Registry extends AutoCloseable {

	/**
	 * Starts it, again if it was killed.
	 */
	void start();

	/**
	 * Kills it.
	 */
	void kill();

	/**
	 * Has it not answer any more, without ending its connections.
	 */
	void pause();

	/**
	 * Has it go on where it was paused.
	 */
	void resume();

	/**
	 * Where it is, as properties of an application that doesn't stay long if it is
	 * killed.
	 */
	List<String> properties();

	/**
	 * The same for an application that stays even less long.
	 */
	List<String> hastyProperties();

	/**
	 * How long it may count on an application that was killed, by {@link #properties()}.
	 */
	Duration longestLife();

	/**
	 * The ids of a service's instances that callers are sent to.
	 */
	List<String> passing(String service);

	@Override
	void close();

}
