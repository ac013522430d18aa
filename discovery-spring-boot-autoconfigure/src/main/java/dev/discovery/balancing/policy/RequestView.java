package dev.discovery.balancing.policy;

import org.jspecify.annotations.Nullable;

/**
 * A request as routes and policies may look at it. Nothing is worked out before somebody
 * asks, and what an implementation doesn't tell isn't known. Used by one thread at a
 * time.
 */
public interface RequestView {

	/**
	 * A request about which nothing is known.
	 */
	RequestView NONE = new RequestView() {
	};

	/**
	 * Tells the method.
	 * @return the method in upper case, null if it isn't known
	 */
	default @Nullable String method() {
		return null;
	}

	/**
	 * Tells the path.
	 * @return the path as it is sent, without the query; null if it isn't known
	 */
	default @Nullable String path() {
		return null;
	}

	/**
	 * Looks for a header.
	 * @param name the header, in any case
	 * @return its first value, null if there is none
	 */
	default @Nullable String header(String name) {
		return null;
	}

	/**
	 * Looks for a cookie.
	 * @param name the cookie
	 * @return its first value, null if there is none
	 */
	default @Nullable String cookie(String name) {
		return null;
	}

	/**
	 * Looks for a query parameter.
	 * @param name the parameter
	 * @return its first value, decoded; null if there is none
	 */
	default @Nullable String query(String name) {
		return null;
	}

	/**
	 * Looks for an attribute that the caller has put on the request.
	 * @param name the attribute
	 * @return its value, null if there is none
	 */
	default @Nullable Object attribute(String name) {
		return null;
	}

}
