package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.observe.Overhead;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

/**
 * What 10,000 clients of 1,000 services of 100 instances cost, beside the formulas that
 * pattern catalogues give. The polling loops, the directory and the leases are the real
 * ones, in virtual time, over a registry in memory; a few clients are run and their
 * figures multiplied, which is exact as far as clients don't know of each other.
 */
public final class ScaleModel {

	private static final int CLIENTS = 10_000;

	private static final int SERVICES = 1_000;

	private static final int INSTANCES = 100;

	/** Each instance is replaced once a day. */
	private static final double REPLACED_PER_SECOND = SERVICES * INSTANCES / 86_400.0;

	/** How often each client looks each of its services up. */
	private static final int LOOKUPS_PER_SECOND = 10;

	private final VirtualTime time = new VirtualTime();

	private final ModelRegistry registry = new ModelRegistry(this.time, INSTANCES);

	private final Random random = new Random(1);

	private final List<ServiceDirectory> directories = new ArrayList<>();

	private final Overhead overhead = new Overhead(this.time);

	private final int watched;

	private double toReplace;

	private ScaleModel(int watched) {
		this.watched = watched;
	}

	/**
	 * Prints the figures.
	 * @param arguments how many clients are run, and for how many minutes
	 */
	public static void main(String[] arguments) {
		int sample = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 4;
		Duration duration = Duration.ofMinutes((arguments.length > 1) ? Integer.parseInt(arguments[1]) : 5);
		System.out.printf(
				"%,d clients (%d of them run, for %d minutes), %,d services of %d instances, each replaced once a day%n",
				CLIENTS, sample, duration.toMinutes(), SERVICES, INSTANCES);
		for (int watched : new int[] { 20, SERVICES }) {
			new ScaleModel(watched).run(sample, duration);
		}
		leases(duration);
		seed();
	}

	private void run(int sample, Duration duration) {
		follow();
		for (int i = 1; i < sample; i++) {
			follow();
		}
		long requestsBefore = this.registry.requests;
		long bytesBefore = this.registry.bytes;
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.time.advance(Duration.ofSeconds(1));
			churn();
			look();
		}
		double memory = MemoryFootprint.held(this.watched).totalSize();
		double scale = CLIENTS / (double) sample / duration.toSeconds();
		Overhead.Counts counts = this.overhead.counts();
		System.out.printf("each client follows %,d services:%n", this.watched);
		System.out.printf("  questions to the registry  %,12.0f /s%n",
				(this.registry.requests - requestsBefore) * scale);
		System.out.printf("  answers                    %,12.1f MB/s%n",
				(this.registry.bytes - bytesBefore) * scale / 1e6);
		System.out.printf("  lookups                    %,12.0f /s, %.4f %% of them from memory%n",
				(double) CLIENTS * this.watched * LOOKUPS_PER_SECOND, 100 * counts.hitRate());
		System.out.printf("  memory of a client         %,12.2f MB, %.0f bytes per instance%n", memory / 1e6,
				memory / this.watched / INSTANCES);
	}

	private void follow() {
		PollingBackend backend = new PollingBackend(new BackendRuntime("model", this.time, this.time,
				Randomness.seeded(this.directories.size()), RegistryObserver.NONE), this.registry,
				PollingBackend.Settings.DEFAULT);
		ServiceDirectory directory = new ServiceDirectory(backend, DirectorySettings.DEFAULT, this.time, this.time,
				this.overhead);
		// each follows others, all of them together all
		int first = this.random.nextInt(SERVICES);
		directory.prewarm(IntStream.range(0, this.watched).mapToObj((i) -> id((first + i) % SERVICES)).toList());
		this.directories.add(directory);
		this.time.advance(Duration.ofSeconds(30));
	}

	private static String id(int service) {
		return "service-" + service;
	}

	private void churn() {
		for (this.toReplace += REPLACED_PER_SECOND; this.toReplace >= 1; this.toReplace--) {
			this.registry.replace(id(this.random.nextInt(SERVICES)), this.random.nextInt(INSTANCES));
		}
	}

	private void look() {
		for (ServiceDirectory directory : this.directories) {
			directory.entries().forEach((entry) -> {
				for (int i = 0; i < LOOKUPS_PER_SECOND; i++) {
					directory.lookup(entry.serviceId());
				}
			});
		}
	}

	/** What the instances themselves cost: heartbeats. */
	private static void leases(Duration duration) {
		int sample = 200;
		VirtualTime time = new VirtualTime();
		Writer writer = new Writer();
		LeaseKeeper keeper = new LeaseKeeper(
				new BackendRuntime("model", time, time, Randomness.seeded(1), RegistryObserver.NONE), writer,
				LeaseKeeper.Settings.of(Duration.ofSeconds(10), Duration.ofSeconds(1)));
		IntStream.range(0, sample).forEach((i) -> keeper.register(Population.instance("orders", i), Health.UP));
		time.advance(duration);
		System.out.printf("registrations: heartbeats    %,12.0f /s%n",
				writer.renewals * (double) SERVICES * INSTANCES / sample / duration.toSeconds());
	}

	/**
	 * The formulas of the pattern's description. Its memory is in megabytes there, which
	 * at 256 bytes per instance must mean kilobytes.
	 */
	private static void seed() {
		double all = (double) SERVICES * INSTANCES;
		System.out.println("the formulas (calculate_discovery_overhead):");
		System.out.printf("  gossip                     %,12.1f MB/s%n", all * Math.log(INSTANCES) * 64 / 1e6);
		System.out.printf("  consensus                  %,12.1f MB/s%n", all * (INSTANCES - 1) * 128 / 1e6);
		for (int watched : new int[] { 20, SERVICES }) {
			System.out.printf("  questions, %,5d services   %,12.0f /s, with 90 %% of lookups from the cache%n",
					watched, (double) CLIENTS * watched * LOOKUPS_PER_SECOND * (1 - 0.9));
		}
		System.out.printf("  memory of a client         %,12.2f MB for all services%n", all * 256 / 1e6);
	}

	private static final class Writer implements RegistryWriter {

		private long renewals;

		@Override
		public CompletionStage<Void> put(Instance self, Health health) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<Boolean> renew(Instance self, Health health) {
			this.renewals++;
			return CompletableFuture.completedFuture(true);
		}

		@Override
		public CompletionStage<Void> remove(Instance self) {
			return CompletableFuture.completedFuture(null);
		}

	}

}
