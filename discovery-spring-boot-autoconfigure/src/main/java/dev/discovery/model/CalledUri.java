package dev.discovery.model;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Where an instance is called for one URI of its service. HTTP clients ask for it several
 * times per request, and many requests are for the same URI, so an instance keeps the
 * last one; the short ones only, since it is kept for as long as the instance is listed.
 *
 * @param original a URI whose host is the service id
 * @param uri the same with the instance in its place
 */
record CalledUri(URI original, URI uri) {

	private static final int LONGEST_KEPT = 512;

	/**
	 * Puts an instance in the place of its service.
	 * <p>
	 * The authority was checked when the instance entered the model, so path, query and
	 * fragment are taken over as they are, raw; nothing is decoded, encoded or built
	 * component by component.
	 */
	static CalledUri of(Instance instance, URI original) {
		String userInfo = original.getRawUserInfo();
		String path = original.getRawPath();
		String query = original.getRawQuery();
		String fragment = original.getRawFragment();
		String authority = instance.getAuthority();
		String scheme = scheme(instance, original.getScheme());
		StringBuilder uri = new StringBuilder(scheme.length() + authority.length() + length(userInfo) + length(path)
				+ length(query) + length(fragment) + "://@?#".length());
		uri.append(scheme).append("://");
		if (userInfo != null) {
			uri.append(userInfo).append('@');
		}
		uri.append(authority);
		if (path != null) {
			uri.append(path);
		}
		if (query != null) {
			uri.append('?').append(query);
		}
		if (fragment != null) {
			uri.append('#').append(fragment);
		}
		return new CalledUri(original, URI.create(uri.toString()));
	}

	private static int length(@Nullable String part) {
		return (part != null) ? part.length() : 0;
	}

	private static String scheme(Instance instance, @Nullable String original) {
		boolean webSocket = "ws".equalsIgnoreCase(original) || "wss".equalsIgnoreCase(original);
		boolean secure = instance.isSecure() || "https".equalsIgnoreCase(original) || "wss".equalsIgnoreCase(original);
		if (webSocket) {
			return secure ? "wss" : "ws";
		}
		return secure ? "https" : "http";
	}

	/** By the text: to a URI's equals, escapes in upper and lower case are the same. */
	boolean isFor(URI other) {
		return this.original == other || this.original.toString().equals(other.toString());
	}

	boolean isWorthKeeping() {
		return this.original.toString().length() <= LONGEST_KEPT;
	}

}
