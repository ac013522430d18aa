package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.test.Ports;

/**
 * A real HTTP server that answers with its own port, and remembers what it was asked. A
 * path {@code /status/<code>} is answered with that status, {@code /moved/<port>} with a
 * redirect to that port.
 */
final class EchoServer implements AutoCloseable {

	/** Held for good, or the system might give one to somebody who listens. */
	private static final Queue<Ports> CLOSED = new ConcurrentLinkedQueue<>();

	static {
		// else each answer waits 40 ms for a delayed acknowledgement
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Headers> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	EchoServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/**
	 * A port on which nobody listens.
	 */
	static int closedPort() {
		Ports port = new Ports(1);
		CLOSED.add(port);
		return port.get(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestHeaders());
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		byte[] answer = (exchange.getRequestMethod() + " " + port() + " " + body).trim()
			.getBytes(StandardCharsets.UTF_8);
		String path = exchange.getRequestURI().getPath();
		int status = path.startsWith("/status/") ? Integer.parseInt(path.substring("/status/".length())) : 200;
		if (path.startsWith("/moved/")) {
			status = 303;
			exchange.getResponseHeaders()
				.set("Location", "http://localhost:" + path.substring("/moved/".length()) + "/");
		}
		exchange.getResponseHeaders().set("Content-Type", "text/plain");
		exchange.sendResponseHeaders(status, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * The headers of all requests so far.
	 */
	List<Headers> requests() {
		return this.requests;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
