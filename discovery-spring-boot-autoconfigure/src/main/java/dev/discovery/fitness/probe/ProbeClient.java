package dev.discovery.fitness.probe;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, made at first use and made anew when the certificates are: without
 * redirects, cookies or credentials. Safe for use by several threads without a lock.
 */
final class ProbeClient implements AutoCloseable {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

	private final Supplier<@Nullable SSLContext> tls;

	private final Executor executor;

	private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Made> made = new AtomicReference<>();

	ProbeClient(Supplier<@Nullable SSLContext> tls, Executor executor) {
		this.tls = tls;
		this.executor = executor;
	}

	/**
	 * Sends.
	 * @param request the question
	 * @param body what to do with the answer
	 * @return done when the answer has ended; cancelling it hangs up
	 */
	CompletableFuture<?> send(HttpRequest request, BodyHandler<Void> body) {
		CompletableFuture<?> exchange = client().sendAsync(request, body);
		this.open.add(exchange);
		exchange.whenComplete((response, failure) -> this.open.remove(exchange));
		return exchange;
	}

	private HttpClient client() {
		SSLContext current = this.tls.get();
		Made known = this.made.get();
		if (known != null && known.context() == current) {
			return known.client();
		}
		Made next = new Made(build(current), current);
		// where two are quick at once, the other one's client is garbage in a moment
		this.made.set(next);
		return next.client();
	}

	private HttpClient build(@Nullable SSLContext context) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(CONNECT_TIMEOUT)
			.executor(this.executor);
		if (context != null) {
			builder.sslContext(context);
		}
		return builder.build();
	}

	/**
	 * Hangs up on everybody. Before Java 21 a client can't be closed: its thread ends
	 * when nothing refers to it any more.
	 */
	@Override
	public void close() {
		List.copyOf(this.open).forEach((exchange) -> exchange.cancel(true));
		Made last = this.made.getAndSet(null);
		if (last != null) {
			try {
				HttpClient.class.getMethod("shutdownNow").invoke(last.client());
			}
			catch (ReflectiveOperationException ex) {
				// an older Java, see above
			}
		}
	}

	private record Made(HttpClient client, @Nullable SSLContext context) {
	}

}
