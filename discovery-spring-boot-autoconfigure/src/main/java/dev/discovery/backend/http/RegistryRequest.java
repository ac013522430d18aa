package dev.discovery.backend.http;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A question to a registry over HTTP. Its text shows neither headers nor query nor user
 * information, where tokens live.
 *
 * @param method the HTTP method
 * @param uri an absolute http or https URI
 * @param headers headers of this request; those of the client stand above them
 * @param body what to send as JSON, if anything
 * @param accepted the statuses that are answers, besides 200 to 299
 * @param deadline how long the whole exchange may take, to the last byte of the body
 * @param silence how long nothing at all may be heard meanwhile, at most the deadline
 */
public record RegistryRequest(String method, URI uri, Map<String, String> headers, @Nullable String body,
		Set<Integer> accepted, Duration deadline, Duration silence) {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	/**
	 * Checks the URI and copies the rest.
	 */
	public RegistryRequest {
		boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
		if (!http || uri.getHost() == null) {
			throw new IllegalArgumentException("A registry's URL begins with http:// or https:// and a host");
		}
		headers = Map.copyOf(headers);
		accepted = Set.copyOf(accepted);
	}

	/**
	 * A GET with a deadline of 5 s.
	 * @param uri where to
	 * @return the request
	 */
	public static RegistryRequest get(URI uri) {
		return of("GET", uri, null);
	}

	/**
	 * Any request, with a deadline of 5 s.
	 * @param method the HTTP method
	 * @param uri where to
	 * @param body what to send as JSON, if anything
	 * @return the request
	 */
	public static RegistryRequest of(String method, URI uri, @Nullable String body) {
		return new RegistryRequest(method, uri, Map.of(), body, Set.of(), DEADLINE, DEADLINE);
	}

	/**
	 * The same with another header.
	 * @param name the header's name
	 * @param value its value
	 * @return a copy
	 */
	public RegistryRequest header(String name, String value) {
		Map<String, String> headers = new HashMap<>(this.headers);
		headers.put(name, value);
		return new RegistryRequest(this.method, this.uri, headers, this.body, this.accepted, this.deadline,
				this.silence);
	}

	/**
	 * The same, where more statuses are answers and not failures.
	 * @param statuses the statuses
	 * @return a copy
	 */
	public RegistryRequest accepting(Integer... statuses) {
		Set<Integer> accepted = new HashSet<>(this.accepted);
		accepted.addAll(Arrays.asList(statuses));
		return new RegistryRequest(this.method, this.uri, this.headers, this.body, accepted, this.deadline,
				this.silence);
	}

	/**
	 * The same with another deadline.
	 * @param deadline how long the whole exchange may take
	 * @return a copy
	 */
	public RegistryRequest within(Duration deadline) {
		return new RegistryRequest(this.method, this.uri, this.headers, this.body, this.accepted, deadline, deadline);
	}

	/**
	 * The same for a long answer: it has another deadline, as long as something of it is
	 * heard again and again, each time within the deadline of this.
	 * @param deadline how long the whole exchange may take, at least the deadline of this
	 * @return a copy
	 */
	public RegistryRequest lasting(Duration deadline) {
		return new RegistryRequest(this.method, this.uri, this.headers, this.body, this.accepted, deadline,
				this.deadline);
	}

	boolean accepts(int status) {
		return (status >= 200 && status < 300) || this.accepted.contains(status);
	}

	@Override
	public String toString() {
		String port = (this.uri.getPort() >= 0) ? ":" + this.uri.getPort() : "";
		return this.method + " " + this.uri.getScheme() + "://" + this.uri.getHost() + port + this.uri.getRawPath();
	}

}
