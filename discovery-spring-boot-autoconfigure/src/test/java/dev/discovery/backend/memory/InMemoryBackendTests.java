package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.VirtualBackendContractTests;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link InMemoryBackend} keeps the contract, expires leases and brings static entries.
 */
class InMemoryBackendTests extends VirtualBackendContractTests {

	private static final Duration LIFE = Duration.ofHours(1);

	private static final InMemorySettings SETTINGS = InMemorySettings.DEFAULT.withRegistry("backend-tests");

	private final BackendRuntime runtime = new BackendRuntime("in-memory", this.time, this.time, Randomness.seeded(1),
			RegistryObserver.NONE);

	private final InMemoryRegistry registry = InMemoryRegistry.acquire("backend-tests");

	InMemoryBackendTests() {
		super(Duration.ofSeconds(2));
	}

	@Override
	protected ServiceBackend open() {
		return new InMemoryBackend(this.runtime, SETTINGS);
	}

	@Override
	protected void put(Instance instance) {
		this.registry.put(instance, this.time.nanos(), LIFE);
	}

	@Override
	protected void remove(Instance instance) {
		this.registry.remove(instance);
	}

	@Override
	protected void breakRegistry() {
		this.registry.setAvailable(false);
	}

	@Override
	protected void mendRegistry() {
		this.registry.setAvailable(true);
	}

	@AfterEach
	void leave() {
		this.registry.release();
	}

	@Test
	void expiresALeaseToTheMoment() {
		this.registry.put(instance("orders", 1), this.time.nanos(), Duration.ofSeconds(30));
		this.registry.put(instance("orders", 2), this.time.nanos(), Duration.ofSeconds(40));
		this.backend.watch("orders", this.recorder);
		this.time.advance(Duration.ofMillis(29_999));
		assertThat(this.recorder.ids()).containsExactly("orders-1", "orders-2");
		assertThat(this.registry.renew(instance("orders", 2), this.time.nanos(), Duration.ofSeconds(30))).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.recorder.ids()).containsExactly("orders-2");
		assertThat(this.registry.renew(instance("orders", 1), this.time.nanos(), Duration.ofSeconds(30))).isFalse();
		this.time.advance(Duration.ofMillis(29_999));
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void dropsWhatExpiredBeforeAnybodyWatched() {
		this.registry.put(instance("orders", 1), this.time.nanos(), Duration.ofSeconds(30));
		this.time.advance(Duration.ofSeconds(31));
		this.backend.watch("orders", this.recorder);
		await(() -> this.recorder.ids() != null);
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void pushesAChangeWithoutTimePassing() {
		this.backend.watch("orders", this.recorder);
		this.time.runDue();
		put(instance("orders", 1));
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void letsAListenerChangeTheRegistry() {
		this.backend.watchNames(this.recorder);
		this.backend.watch("orders", new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				if (!snapshot.instances().isEmpty()) {
					put(instance("payments", 1));
					remove(instance("orders", 1));
				}
			}

			@Override
			public void onError(BackendException cause) {
			}

		});
		this.time.runDue();
		put(instance("orders", 1));
		assertThat(this.recorder.names()).containsExactly("payments");
		assertThat(this.registry.instances("orders")).isEmpty();
	}

	@Test
	void bringsStaticEntriesForAsLongAsItIsOpen() {
		Instance fixed = Instance.builder("orders", "10.9.9.9", 80).build();
		Map<String, List<Instance>> services = Map.of("orders", List.of(fixed));
		InMemoryBackend one = new InMemoryBackend(this.runtime, SETTINGS.withServices(services));
		InMemoryBackend two = new InMemoryBackend(this.runtime, SETTINGS.withServices(services));
		put(fixed);
		this.backend.watch("orders", this.recorder);
		await(() -> this.recorder.ids() != null);
		assertThat(this.recorder.ids()).containsExactly("orders-10.9.9.9-80", "static:orders-10.9.9.9-80");
		this.time.advance(LIFE);
		assertThat(this.recorder.ids()).containsExactly("static:orders-10.9.9.9-80");
		one.close();
		one.close();
		assertThat(this.recorder.ids()).containsExactly("static:orders-10.9.9.9-80");
		two.close();
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void keepsRegistriesOfDifferentNamesApart() {
		ServiceBackend other = new InMemoryBackend(this.runtime, SETTINGS.withRegistry("another"));
		Recorder stranger = new Recorder();
		other.watch("orders", stranger);
		put(instance("orders", 1));
		settle();
		assertThat(stranger.ids()).isEmpty();
		other.close();
	}

	@Test
	void forgetsARegistryWithItsLastUser() {
		InMemoryBackend last = new InMemoryBackend(this.runtime, SETTINGS.withRegistry("short-lived"));
		InMemoryRegistry first = InMemoryRegistry.acquire("short-lived");
		first.put(instance("orders", 1), this.time.nanos(), LIFE);
		first.release();
		last.close();
		InMemoryRegistry second = InMemoryRegistry.acquire("short-lived");
		assertThat(second).isNotSameAs(first);
		assertThat(second.services()).isEmpty();
		second.release();
	}

	@Test
	void hearsTheLastOfManyChangesByManyThreads() throws InterruptedException {
		this.backend.watch("orders", this.recorder);
		this.time.runDue();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int number = i;
			threads.add(new Thread(() -> {
				for (int round = 0; round < 500; round++) {
					this.registry.put(instance("orders", number), 0, LIFE);
					this.registry.remove(instance("orders", (number + 1) % 4));
				}
				this.registry.put(instance("orders", 10 + number), 0, LIFE);
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.recorder.ids()).containsExactlyElementsOf(
				this.registry.instances("orders").stream().map(Instance::getInstanceId).sorted().toList());
		assertThat(this.recorder.overlapped()).isFalse();
	}

	@Test
	void leavesNoTimerBehind() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		settle();
		assertThat(this.time.waiting()).isNotEmpty();
		this.backend.close();
		assertThat(this.time.waiting()).isEmpty();
	}

}
