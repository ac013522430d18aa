package dev.discovery.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Credentials;
import dev.discovery.backend.RegistryHttpClient;
import dev.discovery.backend.consul.ConsulBackend;
import dev.discovery.backend.consul.ConsulReading;
import dev.discovery.backend.consul.ConsulRegistration;
import dev.discovery.backend.consul.ConsulSettings;
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

	private static final int WARMUP = 20;

	private static final long PAUSE = Duration.ofMillis(60).toNanos();

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
			double[] bare = new double[changes];
			double[] ours = new double[changes];
			for (int i = -WARMUP; i < changes; i++) {
				int current = i;
				double first = bare(i);
				double second = measure("ours", i, () -> discovery.getInstances("ours")
					.stream()
					.anyMatch((instance) -> Integer.toString(current).equals(instance.getMetadata().get("change"))));
				if (i >= 0) {
					bare[i] = first;
					ours[i] = second;
				}
			}
			report(bare, ours);
		}
	}

	private double bare(int number) throws Exception {
		CompletableFuture<HttpResponse<String>> held = this.http
			.sendAsync(HttpRequest.newBuilder(uri("&wait=55s&index=" + this.index)).build(), BodyHandlers.ofString());
		double took = measure("bare", number, held::isDone);
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

	/**
	 * From the moment before the change is sent, in milliseconds.
	 */
	private double measure(String service, int number, BooleanSupplier seen) {
		LockSupport.parkNanos(PAUSE);
		long begin = System.nanoTime();
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> change(service, number));
		while (!seen.getAsBoolean()) {
			LockSupport.parkNanos(20_000);
		}
		double took = (System.nanoTime() - begin) / 1e6;
		sent.join();
		return took;
	}

	private void change(String service, int number) {
		this.api.register("""
				{"ID": "%s-1", "Name": "%s", "Address": "127.0.0.1", "Port": 8080, "Meta": {"change": "%d"}}"""
			.formatted(service, service, number));
	}

	private static void report(double[] bare, double[] ours) {
		Arrays.sort(bare);
		Arrays.sort(ours);
		System.out.printf("%d changes           median      p90      max%n", bare.length);
		System.out.printf("bare blocking query  %6.2f   %6.2f   %6.2f ms%n", at(bare, 0.5), at(bare, 0.9), at(bare, 1));
		System.out.printf("getInstances         %6.2f   %6.2f   %6.2f ms%n", at(ours, 0.5), at(ours, 0.9), at(ours, 1));
		System.out.printf("ratio of medians     %6.2f, difference %.2f ms%n", at(ours, 0.5) / at(bare, 0.5),
				at(ours, 0.5) - at(bare, 0.5));
	}

	private static double at(double[] sorted, double quantile) {
		return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
	}

}
