package dev.discovery.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plain HTTP and JSON, for what tests do behind the back of the code under test.
 */
final class JsonHttp {

	/** The name of its threads, all of which are daemons. */
	static final String THREAD = PlainHttp.THREAD;

	private static final JsonMapper json = new JsonMapper();

	private static final PlainHttp plain = new PlainHttp(null);

	private final PlainHttp http;

	private final URI base;

	private final Map<String, String> headers;

	private final Duration patience;

	/**
	 * A client.
	 * @param base what all paths are appended to
	 * @param headers sent with every request
	 * @param patience how long an answer may take
	 */
	JsonHttp(URI base, Map<String, String> headers, Duration patience) {
		this(plain, base, headers, patience);
	}

	private JsonHttp(PlainHttp http, URI base, Map<String, String> headers, Duration patience) {
		this.http = http;
		this.base = base;
		this.headers = headers;
		this.patience = patience;
	}

	/**
	 * The same with TLS.
	 */
	JsonHttp secured(SSLContext context) {
		return new JsonHttp(new PlainHttp(context), this.base, this.headers, this.patience);
	}

	/**
	 * Fails if there is no answer.
	 */
	HttpResponse<String> send(String method, String path, @Nullable String body) {
		return this.http.send(method, URI.create(this.base + path), this.headers, body, this.patience);
	}

	/**
	 * The status of the answer, -1 if there is none.
	 */
	int status(String path) {
		try {
			return send("GET", path, null).statusCode();
		}
		catch (IllegalStateException ex) {
			return -1;
		}
	}

	/**
	 * Asks, and fails if the status is neither 2xx nor 404.
	 * @return null if there is nothing
	 */
	@Nullable JsonNode find(String path) {
		HttpResponse<String> response = send("GET", path, null);
		return (response.statusCode() != 404) ? json.readTree(body(path, response)) : null;
	}

	/**
	 * Asks, and fails if the status isn't 2xx.
	 */
	JsonNode get(String path) {
		return json.readTree(exchange("GET", path, null));
	}

	/**
	 * Tells, and fails if the status isn't 2xx.
	 */
	String exchange(String method, String path, @Nullable String body) {
		return body(path, send(method, path, body));
	}

	private static String body(String path, HttpResponse<String> response) {
		if (response.statusCode() / 100 != 2) {
			throw new IllegalStateException(path + " answers " + response.statusCode() + ": " + response.body());
		}
		return response.body();
	}

}
