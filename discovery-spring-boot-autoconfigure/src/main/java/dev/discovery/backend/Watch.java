package dev.discovery.backend;

/**
 * A watch that is open until it is closed.
 */
public interface Watch extends AutoCloseable {

	/**
	 * Ends the watch: a callback that is running finishes, no other begins. Has no effect
	 * the second time; returns at once.
	 */
	@Override
	void close();

}
