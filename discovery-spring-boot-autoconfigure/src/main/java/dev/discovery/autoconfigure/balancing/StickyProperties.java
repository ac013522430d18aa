package dev.discovery.autoconfigure.balancing;

import org.jspecify.annotations.Nullable;

/**
 * Requests that belong to one instance.
 */
public class StickyProperties {

	/**
	 * The cookie with the id of the instance that a request belongs to, such as
	 * 'sc-lb-instance-id': it goes there while that instance is well, whatever the
	 * policy. Off unless set.
	 */
	private @Nullable String cookie;

	public @Nullable String getCookie() {
		return this.cookie;
	}

	public void setCookie(@Nullable String cookie) {
		this.cookie = cookie;
	}

}
