package dev.discovery.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * HTTP for what tests ask of a registry behind the back of the code under test: blocking,
 * every status is an answer, no answer is an {@link IllegalStateException}.
 */
final class PlainHttp {

	/** The name of its threads, all of which are daemons. */
	static final String THREAD = "plain-http";

	private static final Executor executor = Executors.newFixedThreadPool(2, PlainHttp::thread);

	private final HttpClient client;

	/**
	 * A client.
	 * @param tls whom it trusts, or null for whom the JVM trusts
	 */
	PlainHttp(@Nullable SSLContext tls) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Patience.LIMIT)
			.executor(executor);
		if (tls != null) {
			builder.sslContext(tls);
		}
		this.client = builder.build();
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, THREAD);
		thread.setDaemon(true);
		return thread;
	}

	HttpResponse<String> send(String method, URI uri, Map<String, String> headers, @Nullable String body,
			Duration patience) {
		return send(request(method, uri, headers, body).timeout(patience).build(), BodyHandlers.ofString());
	}

	<T> HttpResponse<T> follow(URI uri, Map<String, String> headers, BodyHandler<T> handler) {
		return send(request("GET", uri, headers, null).build(), handler);
	}

	private static HttpRequest.Builder request(String method, URI uri, Map<String, String> headers,
			@Nullable String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		headers.forEach(request::header);
		return request.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
	}

	private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
		try {
			return this.client.send(request, handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(request.method() + " " + request.uri() + " has no answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
