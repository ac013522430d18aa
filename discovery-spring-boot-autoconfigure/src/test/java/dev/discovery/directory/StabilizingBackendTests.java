package dev.discovery.directory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.Recorder;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Member;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StabilizingBackendTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend east = new ScriptedBackend();

	private final ScriptedBackend west = new ScriptedBackend();

	private final Recorder recorder = new Recorder();

	private final KeptInMemory store = new KeptInMemory();

	private StabilizingBackend stable(ScriptedBackend backend, @Nullable Duration maxStaleness) {
		DirectorySettings settings = new DirectorySettings(Duration.ofSeconds(2), Duration.ofMinutes(10), 1_000,
				Duration.ofSeconds(30), Duration.ofSeconds(60), new StalenessPolicy(maxStaleness, Map.of()));
		return new StabilizingBackend("east", backend, settings, this.time, this.time, this.store);
	}

	@Test
	void holdsWhatARegistryHasLostInAnOutageHoweverManyOthersList() {
		CompositeBackend both = new CompositeBackend(
				List.of(new Member("east", "scripted", Locality.UNKNOWN, stable(this.east, null)),
						new Member("west", "scripted", Locality.UNKNOWN, this.west)),
				(id) -> null, this.time, this.time);
		both.watch("orders", this.recorder);
		this.east.answer("orders", ONE, TWO);
		Instance[] others = { instance(11), instance(12), instance(13), instance(14), instance(15), instance(16) };
		this.west.answer("orders", others);
		assertThat(this.recorder.ids()).hasSize(8);
		this.east.fail("orders");
		this.east.answer("orders");
		assertThat(this.recorder.ids()).hasSize(8);
		this.east.answer("orders", ONE);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(this.recorder.ids()).hasSize(8);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.recorder.ids()).hasSize(7).contains(ONE.getInstanceId()).doesNotContain(TWO.getInstanceId());
	}

	private static Instance instance(int port) {
		return ScriptedBackend.instance("orders", port);
	}

	@Test
	void standsInWithTheCopyOnDiskWhereTheRegistryIsAwayFromTheStart() {
		this.store.services.put("orders", ServiceSnapshot.of("orders", List.of(ONE)));
		stable(this.east, null).watch("orders", this.recorder);
		this.east.fail("orders");
		assertThat(this.recorder.snapshots()).extracting(ServiceSnapshot::provenance).containsExactly(Provenance.DISK);
		assertThat(this.recorder.last()).isInstanceOf(Exception.class);
		this.east.answer("orders", ONE);
		assertThat(this.recorder.snapshots()).extracting(ServiceSnapshot::provenance)
			.containsExactly(Provenance.DISK, Provenance.LIVE);
	}

	@Test
	void waitsForTheDiskBeforeItFailsButNotForAnAnswer() {
		this.store.late = new CompletableFuture<>();
		stable(this.east, null).watch("orders", this.recorder);
		this.east.fail("orders");
		assertThat(this.recorder.events()).isEmpty();
		this.east.answer("orders", TWO);
		assertThat(this.recorder.ids()).containsExactly(TWO.getInstanceId());
		this.store.late.complete(new Stored<>(ServiceSnapshot.of("orders", List.of(ONE)), Duration.ZERO));
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void doesNotTakeAFailureForAnOutageThatAnAnswerHasOvertaken() {
		this.store.late = new CompletableFuture<>();
		stable(this.east, null).watch("orders", this.recorder);
		this.east.fail("orders");
		this.east.answer("orders", ONE, TWO);
		this.store.late.complete(null);
		this.east.answer("orders", ONE);
		assertThat(this.recorder.ids()).containsExactly(ONE.getInstanceId());
	}

	@Test
	void doesNotStandInWithWhatIsTooOld() {
		this.store.services.put("orders", ServiceSnapshot.of("orders", List.of(ONE)));
		stable(this.east, Duration.ofMinutes(1)).watch("orders", this.recorder);
		this.east.fail("orders");
		assertThat(this.recorder.snapshots()).isEmpty();
		assertThat(this.recorder.errors()).hasSize(1);
	}

	@Test
	void keepsWhatTheRegistryStandsByAgainAndAgain() {
		stable(this.east, null).watch("orders", this.recorder);
		this.east.answer("orders", ONE);
		this.time.advance(Duration.ofMinutes(10));
		int saved = this.store.saves;
		assertThat(saved).isGreaterThanOrEqualTo(10);
		this.east.fail("orders");
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.store.saves).isEqualTo(saved);
		assertThat(Objects.requireNonNull(this.store.services.get("orders")).instances()).containsExactly(ONE);
	}

	@Test
	void keepsNamesToo() {
		stable(this.east, null).watchNames(this.recorder);
		this.east.answerNames("orders", "payments");
		this.east.failNames();
		this.east.answerNames();
		assertThat(this.recorder.names()).containsExactlyInAnyOrder("orders", "payments");
		this.time.advance(Duration.ofSeconds(30));
		assertThat(this.recorder.names()).isEmpty();
	}

	/**
	 * Keeps copies that are all five minutes old.
	 */
	private static final class KeptInMemory implements SnapshotStore {

		private final Map<String, ServiceSnapshot> services = new HashMap<>();

		private @Nullable CompletableFuture<@Nullable Stored<ServiceSnapshot>> late;

		private int saves;

		@Override
		public CompletableFuture<@Nullable Stored<ServiceSnapshot>> load(String serviceId) {
			if (this.late != null) {
				return this.late;
			}
			ServiceSnapshot kept = this.services.get(serviceId);
			return CompletableFuture.completedFuture((kept != null) ? new Stored<>(kept, Duration.ofMinutes(5)) : null);
		}

		@Override
		public void save(ServiceSnapshot snapshot) {
			this.services.put(snapshot.serviceId(), snapshot);
			this.saves++;
		}

		@Override
		public void saveNames(Set<String> names) {
		}

	}

}
