package dev.discovery.backend.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
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

	private static final int UNAUTHORIZED = 401;

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
		return begin(request, HttpAttempt::whole);
	}

	/**
	 * Follows an answer line by line.
	 * @param request the question; its deadline ends when the answer begins
	 * @param silence how long nothing at all may be heard from then on
	 * @param opened what to do when the answer begins
	 * @param onLine what to do with each line, one at a time; takes its time at the cost
	 * of the stream, and may end it by throwing
	 * @return done when the answer ends, failed with a {@link SilenceException} where
	 * nothing was heard and with a {@link BrokenConnectionException} where it was cut; a
	 * last line without its end was cut off and is not handed on
	 */
	public CompletionStage<Void> stream(RegistryRequest request, Duration silence, Runnable opened,
			Consumer<RegistryLine> onLine) {
		return begin(request.header("Accept-Encoding", "identity"),
				(attempt, info) -> HttpAttempt.lines(attempt, info, this.settings.maxBody(), silence, opened, onLine));
	}

	/**
	 * Makes exchanges from one of the client's own threads: the first ones of a process
	 * load a lot of code, for which a start of an application needn't wait.
	 * @param exchanges makes them
	 * @param <T> what comes of them
	 * @return what comes of them
	 */
	public <T> CompletionStage<T> onOwnThread(Supplier<CompletionStage<T>> exchanges) {
		LinkedFuture<CompletionStage<T>> begun = new LinkedFuture<>();
		begun.completeAsync(exchanges, this.workers);
		return begun.thenCompose(Function.identity());
	}

	private <T, B> CompletionStage<T> begin(RegistryRequest request,
			BiFunction<HttpAttempt<T>, ResponseInfo, BodySubscriber<B>> body) {
		LinkedFuture<T> result = new LinkedFuture<>();
		this.open.add(result);
		result.whenComplete((reply, failure) -> this.open.remove(result));
		if (this.closed) {
			result.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "the client is closed"));
			return result;
		}
		try {
			Map<String, String> credentials = credentials(request.uri());
			ReplyReader reader = new ReplyReader(request, this.settings.maxBody(), Secrets.of(credentials.values()),
					this.clock);
			HttpAttempt<T> attempt = new HttpAttempt<>(this.runtime, request, reader, result);
			attempt.sent(this.client.get(request.uri())
				.sendAsync(httpRequest(request, credentials), (info) -> body.apply(attempt, info)));
		}
		catch (BackendException ex) {
			result.completeExceptionally(ex);
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(new BackendException(Kind.INVALID, request + ": can't be sent", ex, null));
		}
		// before whoever waits, who may ask again at once
		return result.whenComplete((reply, failure) -> {
			if (failure instanceof HttpStatusException refused && refused.status() == UNAUTHORIZED) {
				this.credentials.refused(request.uri());
			}
		});
	}

	/**
	 * Whatever goes wrong with a token, what is thrown may quote it.
	 */
	private Map<String, String> credentials(URI uri) {
		try {
			return Map.copyOf(this.credentials.headers(uri));
		}
		catch (BackendException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new BackendException(Kind.DENIED, "the credentials can't be read: " + ex.getClass().getSimpleName());
		}
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
	 * Ends all exchanges and closes all connections; the next exchange opens another one.
	 */
	public void hangUp() {
		List.copyOf(this.open)
			.forEach((result) -> result
				.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "the client was closed")));
		this.client.close();
	}

	/**
	 * Ends all exchanges and lets the threads go. Has no effect the second time.
	 */
	@Override
	public void close() {
		this.closed = true;
		hangUp();
		this.workers.close();
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
