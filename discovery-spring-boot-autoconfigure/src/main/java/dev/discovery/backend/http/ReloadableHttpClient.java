package dev.discovery.backend.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's clients, one for plain HTTP and one for TLS, made at first use; the latter is
 * made anew when the certificates are. Safe for use by several threads.
 */
final class ReloadableHttpClient implements AutoCloseable {

	private final Supplier<@Nullable SSLContext> tls;

	private final Duration connectTimeout;

	private final Executor executor;

	private @Nullable HttpClient plain;

	private @Nullable HttpClient secure;

	private @Nullable SSLContext context;

	ReloadableHttpClient(Supplier<@Nullable SSLContext> tls, Duration connectTimeout, Executor executor) {
		this.tls = tls;
		this.connectTimeout = connectTimeout;
		this.executor = executor;
	}

	synchronized HttpClient get(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme()) ? secure() : plain();
	}

	private HttpClient plain() {
		if (this.plain == null) {
			this.plain = builder().sslContext(new NoTls()).sslParameters(new SSLParameters()).build();
		}
		return this.plain;
	}

	private HttpClient secure() {
		SSLContext current = this.tls.get();
		if (this.secure == null || current != this.context) {
			this.context = current;
			this.secure = ((current != null) ? builder().sslContext(current) : builder()).build();
		}
		return this.secure;
	}

	private HttpClient.Builder builder() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(this.connectTimeout)
			.executor(this.executor);
	}

	/**
	 * Before Java 21 a client can't be closed: its thread ends when nothing refers to it
	 * any more.
	 */
	@Override
	public synchronized void close() {
		close(this.plain);
		close(this.secure);
		this.plain = null;
		this.secure = null;
	}

	private static void close(@Nullable HttpClient last) {
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
