package dev.discovery.balancing.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where a request carries what it is hashed by. The first that it carries counts, in the
 * order of the components; null is not looked for.
 *
 * @param header the header
 * @param cookie the cookie
 * @param query the query parameter
 * @param attribute the request's attribute; its text counts
 */
public record HashKey(@Nullable String header, @Nullable String cookie, @Nullable String query,
		@Nullable String attribute) {

	/**
	 * Nowhere.
	 */
	public static final HashKey NONE = new HashKey(null, null, null, null);

	/**
	 * Finds what the request is hashed by.
	 * @param request the request
	 * @return the key, or null if it carries none
	 */
	@Nullable String in(RequestView request) {
		String found = (this.header != null) ? request.header(this.header) : null;
		if (found == null && this.cookie != null) {
			found = request.cookie(this.cookie);
		}
		if (found == null && this.query != null) {
			found = request.query(this.query);
		}
		if (found == null && this.attribute != null) {
			Object value = request.attribute(this.attribute);
			found = (value != null) ? value.toString() : null;
		}
		return found;
	}

}
