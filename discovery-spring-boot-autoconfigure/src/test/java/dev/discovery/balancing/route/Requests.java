package dev.discovery.balancing.route;

import java.util.Map;
import java.util.TreeMap;

import dev.discovery.balancing.policy.RequestView;

/**
 * Requests for tests of routes.
 */
public record Requests(String method, String path, Map<String, String> headers) implements RequestView {

	public static Requests get(String path, String... headersAndValues) {
		return of("GET", path, headersAndValues);
	}

	public static Requests of(String method, String path, String... headersAndValues) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 0; i < headersAndValues.length; i += 2) {
			headers.put(headersAndValues[i], headersAndValues[i + 1]);
		}
		return new Requests(method, path, headers);
	}

	@Override
	public String header(String name) {
		return this.headers.get(name);
	}

}
