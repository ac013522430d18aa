package dev.discovery.directory;

/**
 * Something that goes on until it is closed.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/**
	 * Ends it; without effect the second time.
	 */
	@Override
	void close();

}
