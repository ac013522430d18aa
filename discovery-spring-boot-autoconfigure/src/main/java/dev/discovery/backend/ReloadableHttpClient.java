package dev.discovery.backend;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, made at first use and made anew when the certificates are. Safe for
 * use by several threads.
 */
final class ReloadableHttpClient implements AutoCloseable {

	private final Supplier<@Nullable SSLContext> tls;

	private final Duration connectTimeout;

	private final Executor executor;

	private @Nullable HttpClient client;

	private @Nullable SSLContext context;

	ReloadableHttpClient(Supplier<@Nullable SSLContext> tls, Duration connectTimeout, Executor executor) {
		this.tls = tls;
		this.connectTimeout = connectTimeout;
		this.executor = executor;
	}

	synchronized HttpClient get() {
		SSLContext current = this.tls.get();
		if (this.client == null || current != this.context) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.connectTimeout)
				.executor(this.executor);
			if (current != null) {
				builder.sslContext(current);
			}
			this.context = current;
			this.client = builder.build();
		}
		return this.client;
	}

	/**
	 * Before Java 21 a client can't be closed: its thread ends when nothing refers to it
	 * any more.
	 */
	@Override
	public synchronized void close() {
		HttpClient last = this.client;
		this.client = null;
		if (last != null) {
			try {
				HttpClient.class.getMethod("shutdownNow").invoke(last);
			}
			catch (ReflectiveOperationException ex) {
				// an older Java, see above
			}
		}
	}

}
