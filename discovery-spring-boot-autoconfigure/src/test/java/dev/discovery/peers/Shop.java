package dev.discovery.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.test.Ports;
import dev.discovery.testkit.Patience;

/**
 * An instance of a service: a real HTTP server that answers with its port, as long as it
 * isn't told otherwise.
 */
final class Shop implements AutoCloseable {

	static final int OK = 200;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger asked = new AtomicInteger();

	/** Still held when it is dead, or somebody else might answer there. */
	private final Ports port = new Ports(1);

	private final HttpServer server;

	private volatile int status = OK;

	private volatile boolean hanging;

	Shop() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.asked.incrementAndGet();
		if (this.hanging) {
			Patience.await(this.end);
		}
		exchange.getRequestBody().readAllBytes();
		byte[] answer = Integer.toString(port()).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "text/plain");
		exchange.sendResponseHeaders(this.status, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	int port() {
		return this.port.get(0);
	}

	/** What it answers with. */
	String name() {
		return Integer.toString(port());
	}

	/** How many requests have reached it. */
	int asked() {
		return this.asked.get();
	}

	void answerWith(int code) {
		this.status = code;
	}

	/** From now on it answers nobody. */
	void hang() {
		this.hanging = true;
	}

	/** Connections break, and new ones are refused; nobody tells the registry. */
	void kill() {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Override
	public void close() {
		kill();
		this.port.close();
	}

}
