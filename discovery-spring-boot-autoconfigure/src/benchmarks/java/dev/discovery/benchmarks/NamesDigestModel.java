package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.WatchListener;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Member;
import dev.discovery.model.Locality;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.GraphLayout;

/**
 * What it would save not to ask a registry for services whose names it doesn't list, and
 * what a Bloom filter over the names is worth beside the names themselves. The merge and
 * the polling loops are the real ones, in virtual time, over two registries in memory
 * that have half of the services each.
 */
public final class NamesDigestModel {

	private static final double RATE = 0.01;

	private static final int CLIENTS = 10_000;

	private static final int SERVICES = 1_000;

	/** An instance of 100,000 comes or goes twice a day, over both registries. */
	private static final double CHANGES_PER_SECOND = 2.0 * SERVICES * 100 / 86_400;

	private static final Duration DURATION = Duration.ofMinutes(10);

	private final VirtualTime time = new VirtualTime();

	private final Random random = new Random(1);

	private final List<CatalogueRegistry> registries = List.of(registry(0), registry(1));

	private NamesDigestModel() {
	}

	/**
	 * Prints the figures.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		System.out.printf("%10s %12s %12s %12s %10s%n", "names", "digest B", "set B", "set alone B", "false +");
		for (int names : new int[] { 100, 1_000, 10_000 }) {
			compare(names);
		}
		System.out.printf("%n%,d clients, half of the followed services in each of two registries, per second%n",
				CLIENTS);
		Function<Set<String>, Predicate<String>> set = (names) -> names::contains;
		Function<Set<String>, Predicate<String>> digest = (names) -> new NamesDigest(names, RATE)::mayHold;
		for (int followed : new int[] { 20, 64, 200 }) {
			for (boolean quiet : new boolean[] { true, false }) {
				double changes = quiet ? CHANGES_PER_SECOND / 100 : CHANGES_PER_SECOND;
				System.out.printf("follows %d, %.3f changes/s:%n", followed, changes);
				new NamesDigestModel().run("names not watched", followed, changes, false, null);
				new NamesDigestModel().run("names watched", followed, changes, true, null);
				new NamesDigestModel().run("and asked by the set", followed, changes, true, set);
				new NamesDigestModel().run("and asked by the digest", followed, changes, true, digest);
			}
		}
	}

	@SuppressWarnings("StringOperationCanBeSimplified") // the set is measured with
														// strings of its own
	private static void compare(int count) {
		List<String> names = IntStream.range(0, count).mapToObj((i) -> new String("service-" + i)).toList();
		NamesDigest digest = new NamesDigest(names, RATE);
		Set<String> set = Set.copyOf(names);
		int tried = 1_000_000;
		long wrong = IntStream.range(0, tried).filter((i) -> digest.mayHold("other-" + i)).count();
		long whole = GraphLayout.parseInstance(set).totalSize();
		long strings = GraphLayout.parseInstance(names.toArray()).totalSize()
				- GraphLayout.parseInstance((Object) new Object[count]).totalSize();
		System.out.printf("%,10d %,12d %,12d %,12d %9.2f%%%n", count, GraphLayout.parseInstance(digest).totalSize(),
				whole, whole - strings, 100.0 * wrong / tried);
	}

	private CatalogueRegistry registry(int half) {
		return new CatalogueRegistry(this.time,
				IntStream.range(0, SERVICES)
					.filter((i) -> i % 2 == half)
					.mapToObj((i) -> "service-" + i)
					.collect(Collectors.toCollection(HashSet::new)));
	}

	private void run(String what, int followed, double changes, boolean named,
			@Nullable Function<Set<String>, Predicate<String>> gate) {
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < this.registries.size(); i++) {
			ServiceBackend backend = new PollingBackend(
					new BackendRuntime("model", this.time, this.time, Randomness.seeded(i), RegistryObserver.NONE),
					this.registries.get(i), PollingBackend.Settings.DEFAULT);
			if (gate != null) {
				backend = new GatedBackend(backend, gate);
			}
			members.add(new Member("registry-" + i, "consul", Locality.UNKNOWN, backend));
		}
		CompositeBackend composite = new CompositeBackend(members, (id) -> null, this.time, this.time);
		if (named) {
			composite.watchNames(new Deaf());
			this.time.advance(Duration.ofSeconds(1));
		}
		IntStream.range(0, followed).forEach((i) -> composite.watch("service-" + i, new Deaf()));
		this.time.advance(Duration.ofMinutes(1));
		Counts before = counts();
		double due = 0;
		for (long second = 0; second < DURATION.toSeconds(); second++) {
			this.time.advance(Duration.ofSeconds(1));
			for (due += changes; due >= 1; due--) {
				int service = this.random.nextInt(SERVICES);
				this.registries.get(service % 2).change("service-" + service);
			}
		}
		counts().minus(before).print(what);
		composite.close();
	}

	private Counts counts() {
		return this.registries.stream()
			.map((one) -> new Counts(one.requests, one.forAbsent, one.forNames, one.bytes))
			.reduce(new Counts(0, 0, 0, 0), Counts::plus);
	}

	private record Counts(long all, long absent, long names, long bytes) {

		Counts plus(Counts other) {
			return new Counts(this.all + other.all, this.absent + other.absent, this.names + other.names,
					this.bytes + other.bytes);
		}

		Counts minus(Counts other) {
			return new Counts(this.all - other.all, this.absent - other.absent, this.names - other.names,
					this.bytes - other.bytes);
		}

		void print(String what) {
			double scale = (double) CLIENTS / DURATION.toSeconds();
			System.out.printf("  %-24s %,10.0f questions: %,9.0f for absent, %,9.0f for names; %,8.1f MB%n", what,
					this.all * scale, this.absent * scale, this.names * scale, this.bytes * scale / 1e6);
		}

	}

	private static final class Deaf implements WatchListener, NamesListener {

		@Override
		public void onSnapshot(ServiceSnapshot snapshot) {
		}

		@Override
		public void onNames(Set<String> names) {
		}

		@Override
		public void onError(BackendException cause) {
			throw cause;
		}

	}

}
