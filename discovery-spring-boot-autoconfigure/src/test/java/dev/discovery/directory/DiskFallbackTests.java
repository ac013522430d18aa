package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cold start: what the last run left on disk, and when it is used.
 */
class DiskFallbackTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final Shelf shelf = new Shelf();

	private final List<String> heard = new ArrayList<>();

	private ServiceDirectory directory = directory(StalenessPolicy.FOR_EVER);

	@Test
	void servesTheCopyAsSoonAsTheRegistryCannotBeAsked() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE, TWO.withHealth(Health.DOWN));
		this.directory.entry("orders");
		this.backend.fail("orders");
		ServiceSnapshot snapshot = this.directory.lookup("orders");
		assertThat(snapshot.provenance()).isEqualTo(Provenance.DISK);
		assertThat(snapshot.up()).containsExactly(ONE);
		assertThat(snapshot.instances()).hasSize(2);
		this.time.advance(Duration.ofMinutes(1));
		this.backend.fail("orders");
		ServiceEntry entry = this.directory.entry("orders");
		assertThat(this.directory.lookup("orders").provenance()).isEqualTo(Provenance.DISK);
		assertThat(entry.age()).isEqualTo(Duration.ofMinutes(6));
		assertThat(entry.brokenFor()).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.heard).containsExactly("stale");
	}

	@Test
	void prefersAnAnswerThatComesInTime() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		assertThat(lookup).isNotDone();
		this.backend.answer("orders", TWO);
		assertThat(lookup.join().up()).containsExactly(TWO);
		this.backend.fail("orders");
		assertThat(this.directory.lookup("orders").up()).containsExactly(TWO);
	}

	@Test
	void servesTheCopyWhereTheRegistryIsSilentForTheFirstReadTimeout() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		assertThat(this.directory.lookup("orders").provenance()).isEqualTo(Provenance.DISK);
		assertThat(this.directory.entry("orders").lastError()).isNull();
		assertThat(this.directory.entry("orders").age()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void servesTheCopyToThoseWhoDoNotWaitToo() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		this.time.advance(Duration.ofMillis(20));
		assertThat(lookup.join().provenance()).isEqualTo(Provenance.DISK);
		this.shelf.put("billing", Duration.ofMinutes(5), ScriptedBackend.instance("billing", 1));
		this.directory.waitOnlyIf(() -> false);
		assertThat(this.directory.lookup("billing").provenance()).isEqualTo(Provenance.DISK);
	}

	@Test
	void believesTheFirstAnswerWhateverItSays() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE, TWO);
		this.directory.entry("orders");
		this.backend.fail("orders");
		assertThat(this.directory.lookup("orders").up()).hasSize(2);
		this.backend.answer("orders");
		assertThat(this.directory.lookup("orders").up()).isEmpty();
		assertThat(this.directory.lookup("orders").provenance()).isEqualTo(Provenance.LIVE);
		assertThat(this.directory.entry("orders").age()).isZero();
		assertThat(this.heard).containsExactly("stale", "recovered");
	}

	@Test
	void neverFallsBackOnceTheRegistryHasAnswered() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		this.directory = directory(new StalenessPolicy(Duration.ofMinutes(1), Map.of()));
		this.directory.entry("orders");
		this.backend.answer("orders", TWO);
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(2));
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"))
			.withMessageContaining("max-staleness");
	}

	@Test
	void waitsForACopyThatIsBeingRead() {
		CompletableFuture<@Nullable Stored<ServiceSnapshot>> reading = new CompletableFuture<>();
		this.shelf.copies.put("orders", reading);
		CompletableFuture<ServiceSnapshot> lookup = this.directory.lookupAsync("orders").toCompletableFuture();
		this.backend.fail("orders");
		assertThat(lookup).isNotDone();
		reading.complete(new Stored<>(ServiceSnapshot.of("orders", List.of(ONE)), Duration.ofMinutes(5)));
		assertThat(lookup.join().provenance()).isEqualTo(Provenance.DISK);
	}

	@Test
	void failsInTimeWhereADiskHangs() {
		this.shelf.copies.put("orders", new CompletableFuture<>());
		this.directory.entry("orders");
		this.backend.fail("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"))
			.withMessageContaining("connection refused");
		this.backend.answer("orders", TWO);
		assertThat(this.directory.lookup("orders").up()).containsExactly(TWO);
	}

	@Test
	void saysWhyWhereThereIsNoCopy() {
		this.directory.entry("orders");
		this.backend.fail("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"))
			.withMessageContaining("connection refused");
	}

	@Test
	void servesNoCopyThatIsOlderThanTheServiceMayBe() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		this.shelf.put("billing", Duration.ofMinutes(2), ScriptedBackend.instance("billing", 1));
		this.directory = directory(new StalenessPolicy(Duration.ofMinutes(3), Map.of()));
		this.directory.entry("orders");
		this.backend.fail("orders");
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("orders"));
		this.directory.entry("billing");
		this.backend.fail("billing");
		assertThat(this.directory.lookup("billing").up()).hasSize(1);
		this.time.advance(Duration.ofMinutes(1));
		assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> this.directory.lookup("billing"));
	}

	@Test
	void servesPoolsFromTheCopyAndThenFromTheRegistry() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));
		this.directory.entry("orders");
		this.backend.fail("orders");
		assertThat(balancer.pool("orders").candidates()).hasSize(1);
		assertThat(balancer.poolAsync("orders").toCompletableFuture().join().candidates()).hasSize(1);
		this.backend.answer("orders", ONE, TWO);
		assertThat(balancer.pool("orders").candidates()).hasSize(2);
	}

	@Test
	void servesEveryoneWhoseWaitEndsAtTheSameMoment() throws Exception {
		for (int round = 0; round < 20; round++) {
			String service = "service-" + round;
			this.shelf.put(service, Duration.ofMinutes(5), ScriptedBackend.instance(service, 1));
			ExecutorService threads = Executors.newFixedThreadPool(16);
			List<Future<ServiceSnapshot>> lookups = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				lookups.add(threads.submit(() -> this.directory.lookup(service)));
			}
			for (Future<ServiceSnapshot> lookup : lookups) {
				assertThat(lookup.get().provenance()).isEqualTo(Provenance.DISK);
			}
			threads.shutdown();
		}
	}

	@Test
	void keepsOnlyWhatTheRegistryStandsBy() {
		this.shelf.put("orders", Duration.ofMinutes(5), ONE);
		this.directory.entry("orders");
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.shelf.saved).isEmpty();
		this.backend.answer("orders", ONE);
		assertThat(this.shelf.saved).containsExactly("orders=1");
		this.backend.answer("orders", ONE, TWO);
		assertThat(this.shelf.saved).containsExactly("orders=1", "orders=2");
		this.backend.fail("orders");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.shelf.saved).hasSize(2);
	}

	@Test
	void confirmsNowAndThenWhatIsStillTrue() {
		this.directory.entry("orders");
		this.backend.answer("orders", ONE);
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.shelf.saved).hasSize(1 + 5);
	}

	@Test
	void servesTheNamesFromTheCopyUntilTheRegistryTellsThem() {
		this.shelf.names = new Stored<>(Set.of("orders", "billing"), Duration.ofMinutes(5));
		this.directory.namesAsync();
		this.backend.failNames();
		assertThat(this.directory.names()).containsExactly("billing", "orders");
		this.backend.answerNames("users");
		assertThat(this.directory.names()).containsExactly("users");
		assertThat(this.shelf.saved).containsExactly("names=1");
	}

	private ServiceDirectory directory(StalenessPolicy staleness) {
		DirectoryObserver observer = new DirectoryObserver() {

			@Override
			public void stale(ServiceEntry entry) {
				DiskFallbackTests.this.heard.add("stale");
			}

			@Override
			public void recovered(ServiceEntry entry) {
				DiskFallbackTests.this.heard.add("recovered");
			}

		};
		return new ServiceDirectory(
				this.backend, new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10), 100,
						Duration.ofSeconds(30), Duration.ofSeconds(60), staleness),
				this.time, this.time, observer, this.shelf);
	}

	/**
	 * A store without a disk.
	 */
	private static final class Shelf implements SnapshotStore {

		private final Map<String, CompletableFuture<@Nullable Stored<ServiceSnapshot>>> copies = new HashMap<>();

		private final List<String> saved = new ArrayList<>();

		private @Nullable Stored<Set<String>> names;

		void put(String serviceId, Duration age, Instance... instances) {
			this.copies.put(serviceId, CompletableFuture
				.completedFuture(new Stored<>(ServiceSnapshot.of(serviceId, List.of(instances)), age)));
		}

		@Override
		public CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
			return this.copies.getOrDefault(serviceId, CompletableFuture.completedFuture(null));
		}

		@Override
		public CompletableFuture<@Nullable Stored<Set<String>>> loadNames() {
			return CompletableFuture.completedFuture(this.names);
		}

		@Override
		public void save(ServiceSnapshot snapshot) {
			this.saved.add(snapshot.serviceId() + "=" + snapshot.instances().size());
		}

		@Override
		public void saveNames(Set<String> names) {
			this.saved.add("names=" + names.size());
		}

	}

}
