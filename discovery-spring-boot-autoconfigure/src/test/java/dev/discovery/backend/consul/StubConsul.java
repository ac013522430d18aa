package dev.discovery.backend.consul;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryReader.NamesReading;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.HttpFixture;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers what it is told, for what a real agent can't be brought to say.
 */
abstract class StubConsul extends HttpFixture {

	static final Duration WAIT = Duration.ofSeconds(55);

	/** Requests as "METHOD path?query body". */
	final List<String> requests = Collections.synchronizedList(new ArrayList<>());

	final Map<String, String> headers = new HashMap<>(Map.of("X-Consul-Index", "7", "X-Consul-KnownLeader", "true"));

	/** Answers by the beginning of the path; the longest that fits. */
	final Map<String, String> bodies = new HashMap<>();

	/**
	 * The beginnings of paths whose answers are empty because the token may not see more.
	 */
	final Set<String> filtered = ConcurrentHashMap.newKeySet();

	/** The beginnings of paths that are answered with 403. */
	final Set<String> forbidden = ConcurrentHashMap.newKeySet();

	/** The beginnings of paths that are answered with 404. */
	final Set<String> unknown = ConcurrentHashMap.newKeySet();

	volatile int status = 200;

	final URI url = serve(this::answer).resolve("/");

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String uri = exchange.getRequestURI().toString();
		this.requests.add((exchange.getRequestMethod() + " " + uri + " " + body).strip());
		this.headers.forEach(exchange.getResponseHeaders()::set);
		boolean filtered = this.filtered.stream().anyMatch(uri::startsWith);
		if (filtered) {
			exchange.getResponseHeaders().set("X-Consul-Results-Filtered-By-ACLs", "true");
		}
		byte[] bytes = (filtered ? "[]" : body(uri)).getBytes(StandardCharsets.UTF_8);
		int status = this.forbidden.stream().anyMatch(uri::startsWith) ? 403
				: (this.unknown.stream().anyMatch(uri::startsWith) ? 404 : this.status);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private String body(String uri) {
		return this.bodies.entrySet()
			.stream()
			.filter((entry) -> uri.startsWith(entry.getKey()))
			.max(Comparator.comparingInt((entry) -> entry.getKey().length()))
			.map(Map.Entry::getValue)
			.orElse("");
	}

	ConsulSettings settings(ConsulReading reading) {
		return new ConsulSettings(List.of(this.url), Tenancy.DEFAULT, reading, ConsulRegistration.DEFAULT);
	}

	static ConsulReading reading(Selection selection) {
		return new ConsulReading(WAIT, 64, Consistency.STALE, false, null, null, selection, Map.of());
	}

	ConsulReader reader(ConsulSettings settings, @Nullable String datacenter) {
		return new ConsulReader(this.runtime, this.client, settings, datacenter);
	}

	Reading read(ConsulReader reader, @Nullable String cursor) {
		return await(reader.read("orders", cursor, WAIT));
	}

	NamesReading readNames(ConsulReader reader) {
		return await(reader.readNames(null, WAIT));
	}

	/**
	 * An entry of the answer to {@code /v1/health/service}.
	 */
	static String entry(String node, String service, String... checks) {
		List<String> all = new ArrayList<>();
		for (String check : checks) {
			String[] parts = check.split("=");
			all.add("{\"CheckID\":\"" + parts[0] + "\",\"Status\":\"" + parts[1] + "\"}");
		}
		return "{\"Node\":{" + node + "},\"Service\":{" + service + "},\"Checks\":[" + String.join(",", all) + "]}";
	}

}
