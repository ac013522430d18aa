package dev.discovery.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server on the loopback that says ok.
 */
final class LocalServer implements AutoCloseable {

	private static final byte[] BODY = "ok".getBytes(StandardCharsets.UTF_8);

	private final HttpServer server;

	LocalServer() throws IOException {
		// before the server's classes are loaded: it would wait 40 ms for each answer
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", LocalServer::answer);
		this.server.start();
	}

	String authority() {
		return this.server.getAddress().getHostString() + ":" + this.server.getAddress().getPort();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		exchange.getResponseHeaders().add("Content-Type", "text/plain");
		exchange.sendResponseHeaders(200, BODY.length);
		exchange.getResponseBody().write(BODY);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
