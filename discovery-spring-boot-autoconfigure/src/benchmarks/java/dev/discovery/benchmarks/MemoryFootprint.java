package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.Reading;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.RegistryReader;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.GraphLayout;

import org.springframework.cloud.client.DefaultServiceInstance;

/**
 * What 1,000 watched services of 100 instances each hold in memory, all in, beside Spring
 * Cloud's own class for instances: host, port, id, zone and three entries of metadata.
 */
public final class MemoryFootprint {

	private static final int SERVICES = 1_000;

	private static final int INSTANCES = 100;

	private MemoryFootprint() {
	}

	/**
	 * Prints the figures.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		GraphLayout ours = held(SERVICES);
		report("ours, all in", ours.totalSize(), ours.totalCount());
		GraphLayout peer = GraphLayout.parseInstance(peer());
		report("DefaultServiceInstance", peer.totalSize(), peer.totalCount());
		System.out.println(ours.toFootprint());
	}

	/**
	 * All that following services takes: their instances, their watches, the directory.
	 * @param services how many, each of 100 instances
	 */
	static GraphLayout held(int services) {
		VirtualTime time = new VirtualTime();
		PollingBackend backend = new PollingBackend(
				new BackendRuntime("benchmark", time, time, Randomness.seeded(1), RegistryObserver.NONE), new Reader(),
				new PollingBackend.Settings(Duration.ofSeconds(55), Duration.ofSeconds(5), services, false));
		ServiceDirectory directory = new ServiceDirectory(backend, DirectorySettings.DEFAULT, time, time,
				DirectoryObserver.NONE);
		GraphLayout empty = GraphLayout.parseInstance(directory);
		directory.prewarm(IntStream.range(0, services).mapToObj((i) -> "service-" + i).toList());
		time.advance(Duration.ofSeconds(10));
		if (directory.lookup("service-7").instances().size() != INSTANCES) {
			throw new IllegalStateException("Not the instances that were meant");
		}
		return GraphLayout.parseInstance(directory).subtract(empty);
	}

	private static void report(String what, long bytes, long objects) {
		double all = SERVICES * INSTANCES;
		System.out.printf("%-24s %6.1f bytes and %4.1f objects per instance%n", what, bytes / all, objects / all);
	}

	private static List<List<DefaultServiceInstance>> peer() {
		return IntStream.range(0, SERVICES)
			.mapToObj((service) -> Population.of("service-" + service, INSTANCES, -1)
				.stream()
				.map((instance) -> new DefaultServiceInstance(instance.getInstanceId(), instance.getServiceId(),
						instance.getHost(), instance.getPort(), false, copy(instance.getMetadata())))
				.toList())
			.toList();
	}

	/** As a parser makes it. */
	@SuppressWarnings("StringOperationCanBeSimplified")
	private static Map<String, String> copy(Map<String, String> metadata) {
		Map<String, String> copy = new LinkedHashMap<>();
		metadata.forEach((key, value) -> copy.put(key, new String(value.toCharArray())));
		return copy;
	}

	/**
	 * Answers at once, and then holds every question.
	 */
	private static final class Reader implements RegistryReader {

		@Override
		public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
			return (cursor != null) ? new CompletableFuture<>() : CompletableFuture
				.completedFuture(new Reading(Population.of(serviceId, INSTANCES, -1), "1", Duration.ZERO));
		}

		@Override
		public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
			return new CompletableFuture<>();
		}

	}

}
