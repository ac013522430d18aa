package dev.discovery.backend.eureka;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryReply;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.backend.http.RegistryUrls;
import org.jspecify.annotations.Nullable;

/**
 * The way to servers that are peers of each other: what one of them is told the others
 * hear from it, so each exchange goes to the first that is well. Safe for use by several
 * threads.
 */
public final class EurekaServers {

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	/** What a slow network brings of a registry of thousands takes its time. */
	private static final Duration LONGEST = Duration.ofSeconds(30);

	private final BackendRuntime runtime;

	private final RegistryHttpClient http;

	private final List<URI> list;

	private final RegistryUrls urls;

	/**
	 * Creates the way; it asks nothing yet.
	 * @param runtime what it runs on
	 * @param http the client, which sends the credentials; not closed by this
	 * @param urls the servers, the preferred one first, without user information
	 */
	public EurekaServers(BackendRuntime runtime, RegistryHttpClient http, List<URI> urls) {
		this.runtime = runtime;
		this.http = http;
		this.list = List.copyOf(urls);
		this.urls = new RegistryUrls(runtime, this.list, (url) -> exchange(url, "HEAD", "/apps", null));
	}

	BackendRuntime runtime() {
		return this.runtime;
	}

	String origin() {
		return this.list.toString();
	}

	URI preferred() {
		return this.list.get(0);
	}

	/**
	 * Asks one server after another, until one answers.
	 */
	<T> CompletionStage<T> ask(RegistryUrls.Question<T> question) {
		return this.urls.ask(question);
	}

	/**
	 * Makes an exchange with the first server that answers.
	 */
	CompletionStage<RegistryReply> exchange(String method, String path, @Nullable String body, Integer... accepted) {
		return ask((url, first) -> exchange(url, method, path, body, accepted));
	}

	/**
	 * Makes an exchange with one server.
	 * @param path the path behind the server's own, with its query
	 * @param accepted the statuses that are answers, besides 200 to 299
	 */
	CompletionStage<RegistryReply> exchange(URI url, String method, String path, @Nullable String body,
			Integer... accepted) {
		return exchange(RegistryRequest.of(method, URI.create(url + path), body), accepted);
	}

	/**
	 * Asks one server for all that it knows, which may be a lot.
	 * @param query what is wanted of it, with its question mark, or nothing
	 */
	CompletionStage<RegistryReply> everything(URI url, String query) {
		return exchange(RegistryRequest.get(URI.create(url + "/apps" + query)).lasting(LONGEST));
	}

	private CompletionStage<RegistryReply> exchange(RegistryRequest question, Integer... accepted) {
		RegistryRequest request = question.accepting(accepted)
			.accepting(UNAUTHORIZED, FORBIDDEN, NOT_FOUND)
			.header("Accept", "application/json");
		return this.http.exchange(request).thenApply((reply) -> {
			if (reply.status() >= UNAUTHORIZED && !List.of(accepted).contains(reply.status())) {
				throw new CompletionException(refused(reply));
			}
			return reply;
		});
	}

	private static BackendException refused(RegistryReply reply) {
		return switch (reply.status()) {
			case UNAUTHORIZED -> new BackendException(Kind.DENIED,
					reply + ": the server wants to know who is asking: set discovery.eureka.username and .password");
			case FORBIDDEN -> new BackendException(Kind.UNAVAILABLE,
					reply + ": the server is still warming up, or the user of discovery.eureka.username may not do this"
							+ " (Spring Security's CSRF protection must be off for /eureka/**)");
			default -> new BackendException(Kind.INVALID, reply
					+ ": nothing there: discovery.eureka.urls must lead to the server's API, as http://localhost:8761/eureka does");
		};
	}

}
