package dev.discovery.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a {@link TestRegistry} does is what it was told.
 */
class TestRegistryTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	/** What it takes to ask again after an outage. */
	private static final Duration NOTICED = Duration.ofSeconds(2);

	private final VirtualTime time = new VirtualTime();

	private final TestRegistry registry = new TestRegistry(this.time);

	private final ServiceBackend backend = this.registry.backend(RegistryObserver.NONE);

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() {
		this.backend.close();
	}

	@Test
	void saysWhatIsAddedAndRemovedWithoutTimePassing() {
		Instance one = this.registry.add("orders", 8081);
		follow();
		assertThat(this.recorder.ids()).containsExactly("orders-127.0.0.1-8081");
		Instance two = this.registry.add("orders", 8082);
		assertThat(this.recorder.ids()).hasSize(2);
		this.registry.remove(one, two);
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void replacesTheInstancesOfAService() {
		Instance one = instance(1);
		Instance two = instance(2);
		Instance three = instance(3);
		follow();
		this.registry.instances("orders", one, two);
		this.registry.instances("orders", two, three);
		assertThat(this.recorder.ids()).containsExactly("orders-2", "orders-3");
		this.registry.instances("orders");
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void saysHowAnInstanceIs() {
		this.registry.add(instance(1));
		follow();
		this.registry.health(instance(1), Health.DOWN);
		this.registry.health(instance(2), Health.DOWN);
		assertThat(this.recorder.snapshots().get(1).instances()).extracting(Instance::getHealth)
			.containsExactly(Health.DOWN);
	}

	@Test
	void failsAsToldInAnOutage() {
		follow();
		this.registry.outage(Kind.DENIED);
		assertThat(this.recorder.errors()).extracting(BackendException::kind).containsExactly(Kind.DENIED);
		this.registry.add(instance(1));
		this.time.advance(Duration.ofSeconds(29));
		this.registry.recover();
		this.time.advance(SECOND);
		assertThat(this.recorder.ids()).isEmpty();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void answersAsLateAsTold() {
		this.registry.latency(SECOND);
		this.registry.add(instance(1));
		follow();
		this.time.advance(Duration.ofMillis(999));
		assertThat(this.recorder.ids()).isNull();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.recorder.ids()).containsExactly("orders-1");
		this.registry.add(instance(2));
		this.registry.latency(Duration.ZERO);
		this.registry.add(instance(3));
		this.time.advance(Duration.ofMillis(999));
		assertThat(this.recorder.ids()).as("no news overtakes another").containsExactly("orders-1");
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.recorder.ids()).containsExactly("orders-1", "orders-2", "orders-3");
	}

	@Test
	void saysWhatIsOnItsWayWhenItRecovers() {
		follow();
		this.registry.latency(Duration.ofDays(1));
		this.registry.add(instance(1));
		this.registry.latency(Duration.ZERO);
		assertThat(this.recorder.ids()).isEmpty();
		this.registry.recover();
		assertThat(this.recorder.ids()).containsExactly("orders-1");
		this.registry.latency(SECOND);
		this.registry.add(instance(2));
		this.time.advance(Duration.ofDays(1));
		assertThat(this.recorder.snapshots()).hasSize(3);
	}

	@Test
	void registersAsLateAsTold() {
		this.registry.latency(SECOND);
		Lease lease = this.registry.registrar(RegistryObserver.NONE).register(instance(1), Health.UP);
		this.time.advance(Duration.ofMillis(999));
		assertThat(this.registry.registered()).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.registry.registered()).containsExactly(instance(1));
		assertThat(lease.state()).isEqualTo(Lease.State.HELD);
		this.registry.latency(Duration.ofDays(1));
		this.time.advance(TestRegistry.TTL.multipliedBy(2));
		assertThat(lease.state()).as("a registry that hangs").isEqualTo(Lease.State.INTERRUPTED);
	}

	@Test
	void goesAndComesBackInTurn() {
		follow();
		this.registry.flap(Duration.ofSeconds(10));
		List<Boolean> answers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			this.registry.add(instance(i));
			answers.add(Objects.requireNonNull(this.recorder.ids()).contains("orders-" + i));
			this.time.advance(SECOND);
		}
		assertThat(answers.subList(0, 10)).containsOnly(false);
		assertThat(answers.subList(12, 20)).containsOnly(true);
		assertThat(answers.subList(20, 30)).containsOnly(false);
		assertThat(answers.subList(32, 40)).containsOnly(true);
		this.registry.outage();
		this.time.advance(Duration.ofMinutes(1));
		int errors = this.recorder.errors().size();
		this.registry.recover();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.recorder.errors()).as("both end the flapping").hasSize(errors);
	}

	@Test
	void letsAnInstanceGoAndComeBackInTurn() {
		Instance one = this.registry.add("orders", 8081);
		follow();
		this.registry.flap(one, SECOND);
		for (int i = 0; i < 3; i++) {
			assertThat(this.recorder.ids()).isEmpty();
			this.time.advance(SECOND);
			assertThat(this.recorder.ids()).hasSize(1);
			this.time.advance(SECOND);
		}
		this.registry.steady();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.recorder.ids()).hasSize(1);
		this.registry.flap(one, SECOND);
		this.registry.remove(one);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.recorder.ids()).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.flap(one, Duration.ZERO));
	}

	@Test
	void forgetsEverythingUntilItIsRegisteredAgain() {
		this.registry.registrar(RegistryObserver.NONE).register(instance(1), Health.UP);
		this.registry.add(instance(2), instance(3));
		follow();
		this.registry.lose();
		assertThat(this.registry.known("orders")).isEmpty();
		assertThat(this.recorder.ids()).isEmpty();
		this.registry.remove(instance(3));
		this.time.advance(TestRegistry.HEARTBEAT);
		assertThat(this.recorder.ids()).containsExactly("orders-1", "orders-2");
		assertThat(this.registry.registered()).containsExactly(instance(1));
	}

	@Test
	void hasNoOtherInstancesOfAServiceThanItIsTold() {
		this.registry.add(instance(1), instance(2));
		follow();
		this.registry.flap(instance(1), SECOND);
		this.registry.lose();
		this.registry.instances("orders", instance(3));
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.recorder.ids()).containsExactly("orders-3");
	}

	@Test
	void isRegisteredWithAgainNotBeforeAnOutageEnds() {
		this.registry.add(instance(1));
		follow();
		this.registry.outage();
		this.registry.lose();
		this.time.advance(Duration.ofMinutes(5));
		this.registry.recover();
		this.time.advance(NOTICED);
		assertThat(this.recorder.ids()).isEmpty();
		this.time.advance(TestRegistry.HEARTBEAT);
		assertThat(this.recorder.ids()).containsExactly("orders-1");
	}

	@Test
	void isHeardOfWhenItReturnsThoughAnotherThreadIsAboutToTell() {
		try (VirtualTime flowing = VirtualTime.flowing()) {
			TestRegistry busy = new TestRegistry(flowing);
			CountDownLatch telling = new CountDownLatch(1);
			ServiceBackend followed = busy.backend(RegistryObserver.NONE);
			followed.watch("orders", this.recorder);
			flowing.runDue();
			followed.watch("orders", (Heard) (snapshot) -> {
				if (snapshot.instances().size() == 1) {
					telling.countDown();
					Patience.pass(Duration.ofMillis(50));
				}
			});
			flowing.execute(() -> busy.add(instance(1)));
			Patience.await(telling);
			busy.add(instance(2));
			assertThat(this.recorder.ids()).containsExactly("orders-1", "orders-2");
			followed.close();
		}
	}

	@Test
	void flapsHoweverLongItTakesWhoeverHearsOfIt() {
		try (VirtualTime flowing = VirtualTime.flowing()) {
			TestRegistry busy = new TestRegistry(flowing);
			ServiceBackend followed = busy.backend(RegistryObserver.NONE);
			CountDownLatch heard = new CountDownLatch(3);
			followed.watch("orders", new Heard() {

				@Override
				public void onSnapshot(ServiceSnapshot snapshot) {
				}

				@Override
				public void onError(BackendException cause) {
					heard.countDown();
					Patience.pass(Duration.ofMillis(50));
				}

			});
			flowing.runDue();
			assertThat(CompletableFuture.runAsync(() -> {
				busy.flap(Duration.ofMillis(1));
				flowing.advance(Duration.ofSeconds(10));
				Patience.await(heard);
				busy.steady();
			})).succeedsWithin(Patience.LIMIT);
			followed.close();
		}
	}

	private void follow() {
		this.backend.watch("orders", this.recorder);
		this.time.runDue();
	}

	private static Instance instance(int number) {
		return Instance.builder("orders", "10.0.0." + (number + 1), 8080).instanceId("orders-" + number).build();
	}

	/**
	 * Hears of snapshots only.
	 */
	private interface Heard extends WatchListener {

		@Override
		default void onError(BackendException cause) {
		}

	}

}
