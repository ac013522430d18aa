package dev.discovery.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plain HTTP and JSON, for what tests do behind the back of the code under test.
 */
final class JsonHttp {

	/** The name of its threads, all of which are daemons. */
	static final String THREAD = "test-api";

	private static final JsonMapper json = new JsonMapper();

	private static final Executor threads = Executors.newFixedThreadPool(2, JsonHttp::thread);

	private static final HttpClient plain = client().build();

	private final HttpClient client;

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

	private JsonHttp(HttpClient client, URI base, Map<String, String> headers, Duration patience) {
		this.client = client;
		this.base = base;
		this.headers = headers;
		this.patience = patience;
	}

	/**
	 * The same with TLS.
	 */
	JsonHttp secured(SSLContext context) {
		return new JsonHttp(client().sslContext(context).build(), this.base, this.headers, this.patience);
	}

	/**
	 * Fails if there is no answer.
	 */
	HttpResponse<String> send(String method, String path, @Nullable String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path)).timeout(this.patience);
		this.headers.forEach(request::header);
		request.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(method + " " + path + " has no answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
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

	private static HttpClient.Builder client() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(2))
			.executor(threads);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, THREAD);
		thread.setDaemon(true);
		return thread;
	}

}
