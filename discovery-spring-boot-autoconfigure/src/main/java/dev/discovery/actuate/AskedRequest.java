package dev.discovery.actuate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * A request that somebody asks about: where would it go?
 */
final class AskedRequest implements RequestView {

	private final @Nullable String method;

	private final @Nullable String path;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Map<String, String> cookies = new HashMap<>();

	private final Map<String, String> query = new HashMap<>();

	private AskedRequest(@Nullable String method, @Nullable String path) {
		this.method = (method != null) ? method.toUpperCase(Locale.ROOT) : null;
		int end = (path != null) ? path.indexOf('?') : -1;
		this.path = (path != null && end >= 0) ? path.substring(0, end) : path;
	}

	/**
	 * Reads what was asked.
	 * @param header each as {@code name:value}
	 * @param cookie each as {@code name=value}
	 * @param query each as {@code name=value}
	 * @return the request, null if nothing was asked
	 */
	static @Nullable AskedRequest of(@Nullable String method, @Nullable String path, @Nullable List<String> header,
			@Nullable List<String> cookie, @Nullable List<String> query) {
		if (method == null && path == null && header == null && cookie == null && query == null) {
			return null;
		}
		AskedRequest request = new AskedRequest(method, path);
		read("header", header, ':', request.headers);
		read("cookie", cookie, '=', request.cookies);
		read("query", query, '=', request.query);
		return request;
	}

	/**
	 * Values that were given at once come apart at commas: a part without a name belongs
	 * to the one before.
	 */
	private static void read(String what, @Nullable List<String> pairs, char separator, Map<String, String> into) {
		String name = null;
		for (String pair : (pairs != null) ? pairs : List.<String>of()) {
			int end = pair.indexOf(separator);
			if (end > 0) {
				name = pair.substring(0, end).strip();
				into.putIfAbsent(name, pair.substring(end + 1).strip());
			}
			else if (name != null) {
				into.merge(name, pair, (before, more) -> before + "," + more);
			}
			else {
				throw new InvalidEndpointRequestException("A " + what + " without a name was given",
						"Write a " + what + " like name" + separator + "value");
			}
		}
	}

	@Override
	public @Nullable String method() {
		return this.method;
	}

	@Override
	public @Nullable String path() {
		return this.path;
	}

	@Override
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	@Override
	public @Nullable String cookie(String name) {
		return this.cookies.get(name);
	}

	@Override
	public @Nullable String query(String name) {
		return this.query.get(name);
	}

	@Override
	public @Nullable Object attribute(String name) {
		return null;
	}

}
