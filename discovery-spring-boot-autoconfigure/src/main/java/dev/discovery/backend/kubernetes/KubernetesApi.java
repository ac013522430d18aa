package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.HttpStatusException;
import dev.discovery.backend.http.JsonElement;
import dev.discovery.backend.http.LinkedFuture;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The API server. A token that is refused is read again at once, since it may have been
 * replaced. Safe for use by several threads.
 */
public final class KubernetesApi {

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int GONE = 410;

	private static final int TIMEOUT = 504;

	private static final String FUTURE_VERSION = "Too large resource version";

	/**
	 * A server sends a bookmark each minute where nothing else happens, once it has seen
	 * anything of the kind at all.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(90);

	private static final Duration LIST_DEADLINE = Duration.ofSeconds(30);

	private final BackendRuntime runtime;

	private final RegistryHttpClient http;

	private final URI url;

	/**
	 * Creates the way to it; asks nothing yet.
	 * @param runtime what it runs on
	 * @param http the client, which sends the credentials; not closed by this
	 * @param url the server's URL, without a slash at its end
	 */
	public KubernetesApi(BackendRuntime runtime, RegistryHttpClient http, URI url) {
		this.runtime = runtime;
		this.http = http;
		this.url = url;
	}

	BackendRuntime runtime() {
		return this.runtime;
	}

	/**
	 * Asks for a page of a list.
	 */
	<T> CompletionStage<ListReply<T>> list(Subject<T> subject, String query) {
		return list(subject, request(subject.resource(), subject.namespace(), query).within(LIST_DEADLINE));
	}

	/**
	 * Asks for how far the server is, which soon has an answer where it is well.
	 */
	<T> CompletionStage<ListReply<T>> probe(Subject<T> subject) {
		return list(subject, request(subject.resource(), subject.namespace(), "?limit=1"));
	}

	private <T> CompletionStage<ListReply<T>> list(Subject<T> subject, RegistryRequest request) {
		return explained(() -> this.http.exchange(request), "list", subject.resource(), subject.namespace())
			.thenApply((reply) -> reply.json(ListReply.class, subject.type()));
	}

	/**
	 * Follows changes until the server ends the stream, which is no failure.
	 * @param opened what to do when the server has begun to answer
	 * @param onEvent called for each event, one at a time
	 */
	CompletionStage<Void> watch(Resource resource, @Nullable String namespace, String query, Runnable opened,
			Consumer<WatchEvent> onEvent) {
		RegistryRequest request = request(resource, namespace, query);
		return explained(
				() -> this.http.stream(request, SILENCE, opened, (line) -> onEvent.accept(line.json(WatchEvent.class))),
				"watch", resource, namespace);
	}

	private RegistryRequest request(Resource resource, @Nullable String namespace, String query) {
		return RegistryRequest.get(URI.create(this.url + resource.path(namespace) + query))
			.header("Accept", "application/json");
	}

	/**
	 * Whether what was known can't be built upon any more: it is too old, or from before
	 * the server's data was set back.
	 */
	static boolean isGone(Throwable failure) {
		if (failure instanceof HttpStatusException status) {
			return status.status() == GONE
					|| (status.status() == TIMEOUT && String.valueOf(status.getMessage()).contains(FUTURE_VERSION));
		}
		return false;
	}

	/**
	 * What the server says in the middle of a stream of why it ends.
	 * @param status the object of the event
	 */
	static BackendException failure(JsonNode status) {
		int code = status.path("code").asInt(0);
		return new HttpStatusException(code, Kind.UNAVAILABLE, "the watch ended with status " + code + ", "
				+ status.path("reason").asString("no reason").replaceAll("[^A-Za-z ]+", ""), null);
	}

	private <T> CompletionStage<T> explained(Supplier<CompletionStage<T>> exchange, String verb, Resource resource,
			@Nullable String namespace) {
		LinkedFuture<T> result = new LinkedFuture<>();
		attempt(exchange, result, true, (refused, kind) -> explain(refused, kind, verb, resource, namespace));
		return result;
	}

	private <T> void attempt(Supplier<CompletionStage<T>> exchange, LinkedFuture<T> result, boolean first,
			BiFunction<HttpStatusException, Kind, BackendException> explanation) {
		CompletableFuture<T> answer = exchange.get().toCompletableFuture();
		result.relyOn(answer);
		answer.whenComplete((value, failure) -> {
			Throwable cause = cause(failure);
			if (cause == null) {
				result.complete(value);
			}
			else if (!(cause instanceof HttpStatusException refused) || refused.kind() != Kind.DENIED) {
				result.completeExceptionally(cause);
			}
			else if (first && refused.status() == UNAUTHORIZED) {
				attempt(exchange, result, false, explanation);
			}
			else if (refused.status() == FORBIDDEN) {
				explainLater(refused, result, explanation);
			}
			else {
				result.completeExceptionally(explanation.apply(refused, Kind.DENIED));
			}
		});
	}

	/**
	 * A server that is starting refuses everybody until it has read the roles: only one
	 * that is ready is believed that it won't answer, and left alone for long.
	 */
	private void explainLater(HttpStatusException refused, LinkedFuture<?> result,
			BiFunction<HttpStatusException, Kind, BackendException> explanation) {
		CompletableFuture<?> ready = this.http.exchange(RegistryRequest.get(URI.create(this.url + "/readyz")))
			.toCompletableFuture();
		result.relyOn(ready);
		ready.whenComplete((ok, failure) -> result
			.completeExceptionally(explanation.apply(refused, (failure != null) ? Kind.UNAVAILABLE : Kind.DENIED)));
	}

	static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static BackendException explain(HttpStatusException refused, Kind kind, String verb, Resource resource,
			@Nullable String namespace) {
		String advice = (refused.status() == FORBIDDEN)
				? KubernetesPermissions.missing(refused, verb, resource, namespace)
				: ": the token isn't valid, or not any more; it is read again for each attempt";
		return new BackendException(kind, refused.getMessage() + advice, refused, refused.retryAfter());
	}

	/**
	 * A page of a list.
	 *
	 * @param <T> what is listed
	 */
	record ListReply<T>(@JsonProperty("metadata") @Nullable ListMeta metadata,
			@JsonProperty("items") @Nullable List<JsonElement<T>> itemList) {

		List<JsonElement<T>> items() {
			return (this.itemList != null) ? this.itemList : List.of();
		}

		@Nullable String version() {
			return (this.metadata != null) ? this.metadata.resourceVersion() : null;
		}

		/**
		 * Whether the server hasn't come as far as a version yet; versions are opaque,
		 * but those of every server so far are numbers that grow.
		 */
		boolean isBefore(@Nullable String other) {
			try {
				return version() != null && other != null && Long.parseLong(version()) < Long.parseLong(other);
			}
			catch (NumberFormatException ex) {
				return false;
			}
		}

		/**
		 * Where the next page begins, if there is one.
		 */
		@Nullable String next() {
			String token = (this.metadata != null) ? this.metadata.next() : null;
			return (token == null || token.isEmpty()) ? null : token;
		}

	}

	record ListMeta(@JsonProperty("resourceVersion") @Nullable String resourceVersion,
			@JsonProperty("continue") @Nullable String next) {
	}

	/**
	 * A line of a watch.
	 */
	record WatchEvent(@JsonProperty("type") String type, @JsonProperty("object") JsonNode object) {
	}

}
