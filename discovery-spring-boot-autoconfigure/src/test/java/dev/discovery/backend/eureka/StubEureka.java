package dev.discovery.backend.eureka;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.HttpFixture;
import dev.discovery.testkit.Exchanges;
import dev.discovery.time.Randomness;
import dev.discovery.time.WarpedTime;

/**
 * A server that answers what it is told, for what a real one can't be brought to say.
 */
abstract class StubEureka extends HttpFixture {

	/** Requests as "METHOD path?query body", the path without "/eureka". */
	final List<String> requests = Collections.synchronizedList(new ArrayList<>());

	/** Bodies by path. */
	final Map<String, String> bodies = new HashMap<>();

	/** Statuses by method and path, 200 for the others. */
	final Map<String, Integer> statuses = new HashMap<>();

	/** How fast a body is sent, in twenty pieces a second; 0 for as fast as it goes. */
	volatile int bytesPerSecond;

	final WarpedTime time = closing(new WarpedTime("stub-eureka"));

	final Exchanges exchanges = new Exchanges();

	final BackendRuntime eureka = new BackendRuntime("eureka", this.time, this.time, Randomness.seeded(1),
			this.exchanges);

	final URI url = serve(this::answer).resolve("/eureka");

	final EurekaServers servers = new EurekaServers(this.eureka, this.client, List.of(this.url));

	void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String uri = exchange.getRequestURI().toString().replaceFirst("^/eureka", "");
		String request = exchange.getRequestMethod() + " " + uri;
		this.requests.add((request + " " + body).strip());
		byte[] bytes = this.bodies.getOrDefault(exchange.getRequestURI().getPath().replaceFirst("^/eureka", ""), "")
			.getBytes(StandardCharsets.UTF_8);
		boolean silent = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(this.statuses.getOrDefault(request, 200), silent ? -1 : bytes.length);
		if (!silent) {
			send(bytes, exchange.getResponseBody());
		}
		exchange.close();
	}

	private void send(byte[] bytes, OutputStream out) throws IOException {
		int piece = (this.bytesPerSecond > 0) ? Math.max(1, this.bytesPerSecond / 20) : bytes.length;
		for (int i = 0; i < bytes.length; i += piece) {
			out.write(bytes, i, Math.min(piece, bytes.length - i));
			out.flush();
			if (piece < bytes.length) {
				LockSupport.parkNanos(50_000_000);
			}
		}
	}

	void warp(Duration duration) {
		this.time.warp(duration);
	}

	/**
	 * An answer with applications, by name and with the JSON of their instances.
	 */
	static String applications(String hash, String... applications) {
		return "{\"applications\":{\"versions__delta\":\"1\",\"apps__hashcode\":\"" + hash + "\",\"application\":["
				+ String.join(",", applications) + "]}}";
	}

	static String application(String name, String... instances) {
		return "{\"name\":\"" + name + "\",\"instance\":[" + String.join(",", instances) + "]}";
	}

	/**
	 * An instance at port 8080 of a host that is named like it.
	 */
	static String instance(String id, String status, String... more) {
		List<String> fields = new ArrayList<>(List.of("\"instanceId\":\"" + id + "\"", "\"hostName\":\"" + id + "\"",
				"\"status\":\"" + status + "\"", "\"overriddenStatus\":\"UNKNOWN\"",
				"\"port\":{\"$\":8080,\"@enabled\":\"true\"}", "\"securePort\":{\"$\":443,\"@enabled\":\"false\"}"));
		fields.addAll(List.of(more));
		return "{" + String.join(",", fields) + "}";
	}

	static String action(String action) {
		return "\"actionType\":\"" + action + "\"";
	}

	static String vip(String names) {
		return "\"vipAddress\":\"" + names + "\"";
	}

}
