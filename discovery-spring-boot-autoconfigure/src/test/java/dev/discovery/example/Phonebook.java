package dev.discovery.example;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryReader;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.backend.http.RegistryReply;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of a registry called Phonebook.
 */
final class Phonebook implements RegistryReader, RegistryWriter {

	private final BackendRuntime runtime;

	private final RegistryHttpClient http;

	private final URI url;

	Phonebook(BackendRuntime runtime, RegistryHttpClient http, URI url) {
		this.runtime = runtime;
		this.http = http;
		this.url = url;
	}

	@Override
	public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
		return ask(path(serviceId), cursor, maxWait)
			.thenApply((reply) -> new Reading(instances(serviceId, reply), reply.header("X-Index"), Duration.ZERO));
	}

	@Override
	public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
		return ask("/services", cursor, maxWait)
			.thenApply((reply) -> new NamesReading(Set.of(reply.json(String[].class)), reply.header("X-Index"),
					Duration.ZERO));
	}

	@Override
	public CompletionStage<Void> put(Instance self, Health health) {
		return write("PUT", self, RegistryJson.write(Entry.of(self, health))).thenAccept((reply) -> {
		});
	}

	@Override
	public CompletionStage<Boolean> renew(Instance self, Health health) {
		return write("POST", self, RegistryJson.write(health)).thenApply((reply) -> reply.status() != 404);
	}

	@Override
	public CompletionStage<Void> remove(Instance self) {
		return write("DELETE", self, null).thenAccept((reply) -> {
		});
	}

	private CompletionStage<RegistryReply> ask(String path, @Nullable String cursor, Duration maxWait) {
		String held = (cursor != null) ? "?index=" + cursor + "&wait=" + maxWait.toMillis() : "";
		return this.http.exchange(RegistryRequest.get(this.url.resolve(path + held)).within(maxWait.plusSeconds(10)));
	}

	private CompletionStage<RegistryReply> write(String method, Instance self, @Nullable String body) {
		URI uri = this.url.resolve(path(self.getServiceId()) + "/" + encode(self.getInstanceId()));
		return this.http.exchange(RegistryRequest.of(method, uri, body).accepting(404));
	}

	private List<Instance> instances(String serviceId, RegistryReply reply) {
		return Entries.collect(this.runtime, List.of(reply.json(Entry[].class)), (entry) -> entry.instance(serviceId));
	}

	private static String path(String serviceId) {
		return "/services/" + encode(serviceId);
	}

	private static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8);
	}

	/**
	 * An instance as this registry writes it.
	 */
	record Entry(String id, String host, int port, boolean secure, Health health, Map<String, String> metadata) {

		static Entry of(Instance instance, Health health) {
			return new Entry(instance.getInstanceId(), instance.getHost(), instance.getPort(), instance.isSecure(),
					health, instance.getMetadata());
		}

		Instance instance(String serviceId) {
			return Instance.builder(serviceId, this.host, this.port)
				.instanceId(this.id)
				.secure(this.secure)
				.health(this.health)
				.metadata(this.metadata)
				.build();
		}

	}

}
