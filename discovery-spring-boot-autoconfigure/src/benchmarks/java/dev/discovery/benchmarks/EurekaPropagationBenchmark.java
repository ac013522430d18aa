package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.eureka.EurekaBackend;
import dev.discovery.backend.eureka.EurekaReading;
import dev.discovery.backend.eureka.EurekaServers;
import dev.discovery.backend.http.Credentials;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.EurekaApi;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.NetflixPeer;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;

/**
 * How long it takes from a registration with Eureka until {@code getInstances} shows it,
 * beside Spring Cloud's own client in a process of its own, each with its defaults; first
 * with a server whose read-only cache is off, then with one as it comes.
 */
public final class EurekaPropagationBenchmark {

	private final EurekaApi api;

	private final NetflixPeer peer;

	private final SnapshotDiscoveryClient discovery;

	private EurekaPropagationBenchmark(EurekaApi api, NetflixPeer peer, SnapshotDiscoveryClient discovery) {
		this.api = api;
		this.peer = peer;
		this.discovery = discovery;
	}

	/**
	 * Prints medians and maxima.
	 * @param args how many registrations for each server; 8 by default, which takes about
	 * ten minutes
	 */
	public static void main(String[] args) {
		int changes = (args.length > 0 && args[0].matches("\\d+")) ? Integer.parseInt(args[0]) : 8;
		measure("server without its read-only cache", EurekaServer.fast(), changes);
		measure("server as it comes", EurekaServer.defaults(), changes);
		System.exit(0);
	}

	private static void measure(String title, EurekaServer described, int changes) {
		try (EurekaServer server = described.start();
				NetflixPeer peer = NetflixPeer.start(server, "observer",
						"--eureka.client.registry-fetch-interval-seconds=30");
				ThreadScheduler scheduler = new ThreadScheduler("discovery")) {
			Exchanges exchanges = new Exchanges();
			BackendRuntime runtime = new BackendRuntime("eureka", Ticker.system(), scheduler, Randomness.threadLocal(),
					exchanges);
			RegistryHttpClient http = new RegistryHttpClient(runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
					Credentials.NONE);
			EurekaServers servers = new EurekaServers(runtime, http, List.of(server.url()));
			SnapshotDiscoveryClient discovery = new SnapshotDiscoveryClient(
					new ServiceDirectory(new EurekaBackend(servers, EurekaReading.DEFAULT), DirectorySettings.DEFAULT,
							Ticker.system(), scheduler, DirectoryObserver.NONE));
			System.out.println(title);
			long begin = System.nanoTime();
			new EurekaPropagationBenchmark(server.api(), peer, discovery).run(changes);
			double minutes = (System.nanoTime() - begin) / 6e10;
			System.out.printf("  our requests per minute       %5.1f%n", exchanges.count() / minutes);
			http.close();
		}
	}

	private void run(int changes) {
		double[] ours = new double[changes];
		double[] theirs = new double[changes];
		this.discovery.getInstances("orders");
		for (int i = 0; i < changes; i++) {
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(Duration.ofSeconds(30).toNanos()));
			int count = i + 1;
			long begin = System.nanoTime();
			// nobody renews its lease
			this.api.register("ORDERS", EurekaApi.instance("orders", "orders-" + i, 8080 + i)
				.replace("\"durationInSecs\": 60", "\"durationInSecs\": 3600"));
			ours[i] = await(begin, () -> this.discovery.getInstances("orders").size() == count);
			theirs[i] = await(begin, () -> this.peer.instances("orders").size() == count);
			System.out.printf("  %2d: %5.1f s, %5.1f s%n", count, ours[i], theirs[i]);
		}
		report("getInstances, ours", ours);
		report("getInstances, Spring Cloud's", theirs);
	}

	private static double await(long begin, BooleanSupplier seen) {
		while (!seen.getAsBoolean()) {
			LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
		}
		return (System.nanoTime() - begin) / 1e9;
	}

	private static void report(String name, double[] seconds) {
		Arrays.sort(seconds);
		System.out.printf("  %-28s median %5.1f s, max %5.1f s%n", name, seconds[seconds.length / 2],
				seconds[seconds.length - 1]);
	}

}
