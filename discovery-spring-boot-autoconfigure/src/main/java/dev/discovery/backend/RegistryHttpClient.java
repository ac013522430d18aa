package dev.discovery.backend;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.WallClock;
import dev.discovery.time.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * The way to every registry that speaks HTTP: asynchronous, with a deadline over the
 * whole exchange and a limit on the size of the answer. Redirects are never followed,
 * since they would carry the token away.
 * <p>
 * A stage fails with a {@link BackendException} whose message holds no token; cancelling
 * it, or what is derived from it by one step after another, ends the exchange. Safe for
 * use by several threads. Stages complete on the client's few threads, so what depends on
 * them must not block.
 */
public final class RegistryHttpClient implements AutoCloseable {

	private final BackendRuntime runtime;

	private final Settings settings;

	private final Credentials credentials;

	private final InstantSource clock;

	private final WorkerPool workers;

	private final ReloadableHttpClient client;

	private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Creates the client; it makes no thread before the first exchange.
	 * @param runtime whose scheduler keeps the deadlines
	 * @param settings its limits
	 * @param tls asked before each exchange, so that certificates can be reloaded; null
	 * for the JVM's own
	 * @param credentials the headers that prove who is asking
	 */
	public RegistryHttpClient(BackendRuntime runtime, Settings settings, Supplier<@Nullable SSLContext> tls,
			Credentials credentials) {
		this(runtime, settings, tls, credentials, WallClock.system());
	}

	RegistryHttpClient(BackendRuntime runtime, Settings settings, Supplier<@Nullable SSLContext> tls,
			Credentials credentials, InstantSource clock) {
		this.runtime = runtime;
		this.settings = settings;
		this.credentials = credentials;
		this.clock = clock;
		this.workers = new WorkerPool("discovery-http-" + runtime.name(), settings.threads());
		this.client = new ReloadableHttpClient(tls, settings.connectTimeout(), this.workers);
	}

	/**
	 * Asks.
	 * @param request the question
	 * @return the answer, if its status is one that the request accepts
	 */
	public CompletionStage<RegistryReply> exchange(RegistryRequest request) {
		LinkedFuture<RegistryReply> result = new LinkedFuture<>();
		this.open.add(result);
		result.whenComplete((reply, failure) -> this.open.remove(result));
		if (this.closed) {
			result.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "the client is closed"));
			return result;
		}
		try {
			send(request, result);
		}
		catch (BackendException ex) {
			result.completeExceptionally(ex);
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(new BackendException(Kind.INVALID, request + ": can't be sent", ex, null));
		}
		return result;
	}

	private void send(RegistryRequest request, LinkedFuture<RegistryReply> result) {
		Map<String, String> credentials = credentials(request.uri());
		ReplyReader reader = new ReplyReader(request, this.settings.maxBody(), secrets(credentials), this.clock);
		AtomicBoolean answered = new AtomicBoolean();
		CompletableFuture<?> sent = this.client.get().sendAsync(httpRequest(request, credentials), (info) -> {
			BodySubscriber<Bytes> body = reader.body(info);
			body.getBody().thenApply((bytes) -> {
				answered.set(true);
				return reader.reply(info, bytes);
			}).whenComplete((reply, failure) -> settle(request, result, reply, failure));
			return body;
		});
		Timer deadline = this.runtime.scheduler()
			.schedule(
					() -> result.completeExceptionally(new BackendException(Kind.UNAVAILABLE,
							request + ": no complete answer within " + request.deadline().toMillis() + " ms")),
					request.deadline());
		result.whenComplete((reply, failure) -> {
			deadline.cancel();
			if (!answered.get()) {
				sent.cancel(true);
			}
		});
		sent.whenComplete((response, failure) -> {
			if (failure != null) {
				settle(request, result, null, failure);
			}
		});
	}

	/**
	 * Called as soon as the body is there, on a thread of ours: what depends on the JDK's
	 * own future runs a thread later, a new one each time where there are few cores.
	 */
	private static void settle(RegistryRequest request, LinkedFuture<RegistryReply> result,
			@Nullable RegistryReply reply, @Nullable Throwable failure) {
		if (reply != null) {
			result.complete(reply);
		}
		else if (failure != null) {
			result.completeExceptionally(HttpFailures.of(request, failure));
		}
	}

	/**
	 * Whatever goes wrong with a token, what is thrown may quote it.
	 */
	private Map<String, String> credentials(URI uri) {
		try {
			return Map.copyOf(this.credentials.headers(uri));
		}
		catch (RuntimeException ex) {
			throw new BackendException(Kind.DENIED, "the credentials can't be read: " + ex.getClass().getSimpleName());
		}
	}

	/**
	 * The parts of a header too: a registry may quote the token without its scheme.
	 */
	private static Set<String> secrets(Map<String, String> credentials) {
		return credentials.values()
			.stream()
			.flatMap((value) -> Arrays.stream(value.split("\\s+")))
			.filter((part) -> part.length() >= 4)
			.collect(Collectors.toSet());
	}

	private HttpRequest httpRequest(RegistryRequest request, Map<String, String> credentials) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
		builder.setHeader("Accept-Encoding", "gzip");
		request.headers().forEach((name, value) -> setHeader(builder, name, value));
		credentials.forEach((name, value) -> setHeader(builder, name, value.strip()));
		if (request.body() != null) {
			builder.setHeader("Content-Type", "application/json");
		}
		return builder
			.method(request.method(),
					(request.body() != null) ? BodyPublishers.ofString(request.body()) : BodyPublishers.noBody())
			.build();
	}

	private static void setHeader(HttpRequest.Builder builder, String name, String value) {
		try {
			builder.setHeader(name, value);
		}
		catch (IllegalArgumentException ex) {
			throw new BackendException(Kind.DENIED, "the header " + name + " has a value that can't be sent");
		}
	}

	/**
	 * Ends all exchanges and lets the threads go. Has no effect the second time.
	 */
	@Override
	public void close() {
		this.closed = true;
		List.copyOf(this.open)
			.forEach((result) -> result
				.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "the client was closed")));
		this.workers.close();
		this.client.close();
	}

	/**
	 * The limits of a client.
	 *
	 * @param connectTimeout how long it may take to be connected
	 * @param maxBody how many bytes an answer may have, unpacked
	 * @param threads how many threads it has at most, besides the JDK's selector
	 */
	public record Settings(Duration connectTimeout, int maxBody, int threads) {

		/**
		 * Connected within 1 s, answers of at most 16 MiB, two threads.
		 */
		public static final Settings DEFAULT = new Settings(Duration.ofSeconds(1), 16 * 1024 * 1024, 2);

	}

}
