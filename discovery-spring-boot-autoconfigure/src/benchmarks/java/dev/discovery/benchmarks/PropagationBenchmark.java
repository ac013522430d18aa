package dev.discovery.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.consul.ConsulBackend;
import dev.discovery.backend.consul.ConsulReading;
import dev.discovery.backend.consul.ConsulRegistration;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.ConsulApi;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;

/**
 * How long it takes from a change in Consul until {@code getInstances} shows it, beside a
 * bare blocking query in the same run: change after change is seen by one and then by the
 * other. Needs {@code consul} on the PATH.
 */
public final class PropagationBenchmark {

	private final ConsulApi api;

	private final URI url;

	private final HttpClient http = HttpClient.newHttpClient();

	private String index = "0";

	private PropagationBenchmark(ConsulAgent agent) {
		this.api = agent.api();
		this.url = agent.url();
	}

	/**
	 * Prints both medians.
	 * @param args how many changes; 100 by default
	 */
	public static void main(String[] args) throws Exception {
		int changes = (args.length > 0 && args[0].matches("\\d+")) ? Integer.parseInt(args[0]) : 100;
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			new PropagationBenchmark(agent).run(changes);
		}
		System.exit(0);
	}

	private void run(int changes) throws Exception {
		try (ThreadScheduler scheduler = new ThreadScheduler("discovery")) {
			BackendRuntime runtime = BackendRuntime.of("consul", scheduler);
			RegistryHttpClient client = new RegistryHttpClient(runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
					Credentials.NONE);
			ConsulSettings settings = new ConsulSettings(List.of(this.url), ConsulSettings.Tenancy.DEFAULT,
					ConsulReading.DEFAULT, ConsulRegistration.DEFAULT);
			ServiceDirectory directory = new ServiceDirectory(new ConsulBackend(runtime, client, settings),
					DirectorySettings.DEFAULT, Ticker.system(), scheduler, DirectoryObserver.NONE);
			SnapshotDiscoveryClient discovery = new SnapshotDiscoveryClient(directory);
			change("bare", -1);
			change("ours", -1);
			query();
			discovery.getInstances("ours");
			Interleaved.run(changes, "bare blocking query", this::bare, (number) -> Interleaved
				.time(() -> change("ours", number), () -> discovery.getInstances("ours")
					.stream()
					.anyMatch((instance) -> Integer.toString(number).equals(instance.getMetadata().get("change")))));
		}
	}

	private double bare(int number) throws Exception {
		CompletableFuture<HttpResponse<String>> held = this.http
			.sendAsync(HttpRequest.newBuilder(uri("&wait=55s&index=" + this.index)).build(), BodyHandlers.ofString());
		double took = Interleaved.time(() -> change("bare", number), held::isDone);
		this.index = held.get().headers().firstValue("x-consul-index").orElseThrow();
		return took;
	}

	private void query() throws IOException, InterruptedException {
		this.index = this.http.send(HttpRequest.newBuilder(uri("")).build(), BodyHandlers.ofString())
			.headers()
			.firstValue("x-consul-index")
			.orElseThrow();
	}

	private URI uri(String more) {
		return this.url.resolve("/v1/health/service/bare?stale" + more);
	}

	private void change(String service, int number) {
		this.api.register("""
				{"ID": "%s-1", "Name": "%s", "Address": "127.0.0.1", "Port": 8080, "Meta": {"change": "%d"}}"""
			.formatted(service, service, number));
	}

}
