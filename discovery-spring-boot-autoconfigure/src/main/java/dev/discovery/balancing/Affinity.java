package dev.discovery.balancing;

import org.jspecify.annotations.Nullable;

/**
 * What a client, or a single request, keeps to.
 *
 * @param subsetSize how many of a service's instances this client uses, 0 for all
 * @param cookie the cookie with the id of the instance that a request belongs to, null if
 * it may go to any
 */
public record Affinity(int subsetSize, @Nullable String cookie) {

	/**
	 * Any request to any instance.
	 */
	public static final Affinity NONE = new Affinity(0, null);

}
