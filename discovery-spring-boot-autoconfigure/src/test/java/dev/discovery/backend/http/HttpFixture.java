package dev.discovery.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Servers, good and bad, and a client for them.
 */
public abstract class HttpFixture {

	private static final RegistryHttpClient.Settings PATIENT = new RegistryHttpClient.Settings(Patience.LIMIT,
			RegistryHttpClient.Settings.DEFAULT.maxBody(), RegistryHttpClient.Settings.DEFAULT.threads());

	private final List<AutoCloseable> closing = new ArrayList<>();

	protected final ThreadScheduler scheduler = new ThreadScheduler("http-tests");

	protected final BackendRuntime runtime = new BackendRuntime("stub", Ticker.system(), this.scheduler,
			Randomness.threadLocal(), RegistryObserver.NONE);

	protected final Map<String, String> credentials = new HashMap<>(Map.of("X-Token", "canary-4711"));

	protected RegistryHttpClient client = client(PATIENT);

	protected RegistryHttpClient client(RegistryHttpClient.Settings settings) {
		return closing(new RegistryHttpClient(this.runtime, settings, () -> null, (uri) -> this.credentials));
	}

	protected <T extends AutoCloseable> T closing(T resource) {
		this.closing.add(0, resource);
		return resource;
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.closing) {
			resource.close();
		}
		this.scheduler.close();
	}

	/**
	 * An HTTP server.
	 */
	protected URI serve(HttpHandler handler) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", handler);
			server.start();
			closing(() -> server.stop(0));
			return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1/orders?token=in-query");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	protected URI serve(int status, String body, String... headers) {
		return serve((exchange) -> {
			for (int i = 0; i < headers.length; i += 2) {
				exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
			}
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	/**
	 * A server that reads one request and then does what it likes with the connection.
	 */
	protected URI serveRaw(RawAnswer answer) {
		try {
			ServerSocket server = closing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
			Thread thread = new Thread(() -> accept(server, answer), "raw-server");
			thread.setDaemon(true);
			thread.start();
			return URI.create("http://localhost:" + server.getLocalPort() + "/raw");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void accept(ServerSocket server, RawAnswer answer) {
		while (!server.isClosed()) {
			try (Socket socket = server.accept()) {
				InputStream in = socket.getInputStream();
				int seen = 0;
				while (seen < 4) {
					int next = in.read();
					seen = (next == '\r' || next == '\n') ? seen + 1 : 0;
					if (next < 0) {
						break;
					}
				}
				answer.write(socket, socket.getOutputStream());
			}
			catch (IOException ex) {
				// the client hung up, or the test is over
			}
		}
	}

	protected RegistryReply ask(RegistryRequest request) {
		return await(this.client.exchange(request));
	}

	protected static <T> T await(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	protected BackendException failure(RegistryRequest request) {
		return failure(this.client.exchange(request));
	}

	protected static BackendException failure(CompletionStage<?> stage) {
		BackendException[] found = new BackendException[1];
		assertThatThrownBy(() -> await(stage)).isInstanceOf(CompletionException.class)
			.cause()
			.isInstanceOfSatisfying(BackendException.class, (cause) -> found[0] = cause);
		return found[0];
	}

	/**
	 * Whatever the redirect, who asks fails, and nobody comes to where it leads.
	 */
	protected void assertNoRedirectIsFollowed(String body, Function<URI, CompletionStage<?>> ask) {
		List<String> elsewhere = new CopyOnWriteArrayList<>();
		URI other = serve((exchange) -> {
			elsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		for (int status : List.of(301, 302, 303, 307, 308)) {
			URI uri = serve(status, body, "Location", other.toString());
			assertThat(failure(ask.apply(uri))).hasMessageContaining("redirects are never followed");
		}
		assertThat(elsewhere).isEmpty();
	}

	protected interface RawAnswer {

		void write(Socket socket, OutputStream out) throws IOException;

	}

}
