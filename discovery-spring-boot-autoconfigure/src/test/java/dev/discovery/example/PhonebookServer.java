package dev.discovery.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.discovery.example.Phonebook.Entry;
import dev.discovery.model.Health;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registry that holds questions back until something changes.
 */
final class PhonebookServer implements AutoCloseable {

	private final JsonMapper mapper = new JsonMapper();

	private final Map<String, Map<String, Entry>> services = new TreeMap<>();

	private final Map<String, Long> expiry = new TreeMap<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final Duration ttl;

	private long index = 1;

	private boolean broken;

	PhonebookServer(Duration ttl) throws IOException {
		this.ttl = ttl;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	URI url() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort());
	}

	synchronized void put(String serviceId, Entry entry) {
		this.services.computeIfAbsent(serviceId, (id) -> new TreeMap<>()).put(entry.id(), entry);
		this.expiry.put(entry.id(), System.nanoTime() + this.ttl.toNanos());
		changed();
	}

	synchronized void remove(String serviceId, String id) {
		this.services.computeIfPresent(serviceId, (key, entries) -> {
			entries.remove(id);
			return entries.isEmpty() ? null : entries;
		});
		changed();
	}

	synchronized List<Entry> entries(String serviceId) {
		List<Entry> entries = new ArrayList<>(this.services.getOrDefault(serviceId, Map.of()).values());
		entries.removeIf((entry) -> this.expiry.getOrDefault(entry.id(), 0L) < System.nanoTime());
		return entries;
	}

	synchronized void setBroken(boolean broken) {
		this.broken = broken;
		changed();
	}

	private void changed() {
		this.index++;
		notifyAll();
	}

	private synchronized boolean renew(String serviceId, String id, Health health) {
		Entry known = this.services.getOrDefault(serviceId, Map.of()).get(id);
		if (known == null) {
			return false;
		}
		put(serviceId, new Entry(id, known.host(), known.port(), known.secure(), health, known.metadata()));
		return true;
	}

	private void handle(HttpExchange exchange) throws IOException {
		String[] path = exchange.getRequestURI().getRawPath().split("/");
		String service = (path.length > 2) ? URLDecoder.decode(path[2], StandardCharsets.UTF_8) : "";
		String id = (path.length > 3) ? URLDecoder.decode(path[3], StandardCharsets.UTF_8) : "";
		byte[] body = exchange.getRequestBody().readAllBytes();
		synchronized (this) {
			hold(exchange.getRequestURI().getQuery());
			String method = exchange.getRequestMethod();
			int status = this.broken ? 500 : apply(method, service, id, body);
			Object answer = service.isEmpty() ? this.services.keySet() : entries(service);
			byte[] bytes = this.mapper.writeValueAsBytes(answer);
			exchange.getResponseHeaders().set("X-Index", Long.toString(this.index));
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
		exchange.close();
	}

	private int apply(String method, String service, String id, byte[] body) {
		if (method.equals("PUT")) {
			put(service, this.mapper.readValue(body, Entry.class));
		}
		else if (method.equals("DELETE")) {
			remove(service, id);
		}
		else if (method.equals("POST") && !renew(service, id, this.mapper.readValue(body, Health.class))) {
			return 404;
		}
		return 200;
	}

	private void hold(String query) {
		if (query == null) {
			return;
		}
		String[] parts = query.split("[=&]");
		long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(parts[3])).toNanos();
		try {
			while (this.index == Long.parseLong(parts[1]) && System.nanoTime() < end) {
				wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
