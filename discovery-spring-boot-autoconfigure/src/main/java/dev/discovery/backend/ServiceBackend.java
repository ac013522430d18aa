package dev.discovery.backend;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Resolves names. Says "this is the complete list" or "I can't tell right now", and never
 * an empty list to mean "I failed".
 * <p>
 * Safe for use by several threads. No method waits for the network.
 */
public interface ServiceBackend extends AutoCloseable {

	/**
	 * The backend's name, as it stands in {@code discovery.backend} and in the meters'
	 * {@code backend} tag.
	 * @return a short name in lower case
	 */
	String name();

	/**
	 * Begins to follow a service, whether it exists or not.
	 * @param serviceId the service
	 * @param listener told of the first complete list, of each change, and of failures;
	 * possibly before this method returns
	 * @return a handle that ends it
	 */
	Watch watch(String serviceId, WatchListener listener);

	/**
	 * Begins to follow the names of all services that have instances.
	 * @param listener told of the first complete set, of each change, and of failures
	 * @return a handle that ends it
	 */
	Watch watchNames(NamesListener listener);

	/**
	 * How long the registry may lack instances that are there, once it answers again
	 * after it has lost its data: until they have all registered again, and readers are
	 * told.
	 * @return the time, 30 s if the backend knows no better
	 */
	default Duration recovery() {
		return Duration.ofSeconds(30);
	}

	/**
	 * Which registry this is, among all of its kind, so that what is kept on disk of one
	 * is never used with another.
	 * @return its addresses and what part of it is seen, without any secret; null if it
	 * is never out of reach, so that nothing need be kept
	 */
	default @Nullable String origin() {
		return name();
	}

	/**
	 * Ends all watches and gives back threads and connections. Has no effect the second
	 * time.
	 */
	@Override
	void close();

}
