package dev.discovery.balancing.route;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a route is for: those that meet all its conditions.
 *
 * @param headers conditions on headers
 * @param pathPrefix how the path begins, by whole segments: {@code /a} is the beginning
 * of {@code /a} and {@code /a/b}, not of {@code /ab}; null for any
 * @param method the method in upper case, null for any
 * @param percentage how many of those requests, from 0 to 100
 */
public record RequestMatch(List<HeaderMatch> headers, @Nullable String pathPrefix, @Nullable String method,
		double percentage) {

	/**
	 * Every request.
	 */
	public static final RequestMatch ANY = new RequestMatch(List.of(), null, null, 100);

	private static final double EVERY = 100;

	/**
	 * Checks what it is given.
	 * @param headers conditions on headers
	 * @param pathPrefix how the path begins, null for any
	 * @param method the method, null for any
	 * @param percentage how many of those requests
	 */
	public RequestMatch {
		if (!(percentage >= 0 && percentage <= EVERY)) {
			throw new IllegalArgumentException("The percentage " + percentage + " is not from 0 to 100");
		}
		headers = List.copyOf(headers);
		method = (method != null) ? method.toUpperCase(Locale.ROOT) : null;
		if (pathPrefix != null && pathPrefix.endsWith("/")) {
			pathPrefix = pathPrefix.substring(0, pathPrefix.length() - 1);
		}
	}

	/**
	 * With one more condition.
	 * @param header what a header must be
	 * @return fewer requests
	 */
	public RequestMatch header(HeaderMatch header) {
		List<HeaderMatch> more = Stream.concat(this.headers.stream(), Stream.of(header)).toList();
		return new RequestMatch(more, this.pathPrefix, this.method, this.percentage);
	}

	/**
	 * With one more condition.
	 * @param prefix how the path must begin, by whole segments
	 * @return fewer requests
	 */
	public RequestMatch path(String prefix) {
		return new RequestMatch(this.headers, prefix, this.method, this.percentage);
	}

	/**
	 * With one more condition.
	 * @param method the method that the request must have
	 * @return fewer requests
	 */
	public RequestMatch method(String method) {
		return new RequestMatch(this.headers, this.pathPrefix, method, this.percentage);
	}

	/**
	 * Only some of them.
	 * @param percentage how many, from 0 to 100
	 * @return fewer requests
	 */
	public RequestMatch percent(double percentage) {
		return new RequestMatch(this.headers, this.pathPrefix, this.method, percentage);
	}

	/**
	 * Whether there is nothing that it asks of a request.
	 * @return whether every request matches, so that no later rule is ever reached
	 */
	public boolean isEverything() {
		return this.headers.isEmpty() && !asksForPath() && this.method == null && this.percentage == EVERY;
	}

	private boolean asksForPath() {
		return this.pathPrefix != null && !this.pathPrefix.isEmpty();
	}

	/** Whether it is one of those of which the percentage is taken. */
	boolean matches(RequestView request) {
		if (this.method != null && !this.method.equals(request.method())) {
			return false;
		}
		if (this.pathPrefix != null && asksForPath() && !begins(request.path(), this.pathPrefix)) {
			return false;
		}
		for (int i = 0; i < this.headers.size(); i++) {
			if (!this.headers.get(i).matches(request)) {
				return false;
			}
		}
		return true;
	}

	private static boolean begins(@Nullable String path, String prefix) {
		return path != null && path.startsWith(prefix)
				&& (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
	}

	@Override
	public String toString() {
		StringJoiner conditions = new StringJoiner(", ").setEmptyValue("every request");
		if (this.method != null) {
			conditions.add(this.method);
		}
		if (asksForPath()) {
			conditions.add("path " + this.pathPrefix);
		}
		this.headers.forEach((header) -> conditions.add(header.toString()));
		if (this.percentage != EVERY) {
			conditions.add(this.percentage + " %");
		}
		return conditions.toString();
	}

}
