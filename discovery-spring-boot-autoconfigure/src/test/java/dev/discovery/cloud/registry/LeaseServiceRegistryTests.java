package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.Lease;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LeaseServiceRegistry}.
 */
class LeaseServiceRegistryTests {

	private final RecordingRegistrar registrar = new RecordingRegistrar(Duration.ZERO);

	private final LeaseServiceRegistry registry = new LeaseServiceRegistry(this.registrar);

	private final DiscoveryRegistration own = new DiscoveryRegistration(
			new RegistrationSettings(true, "orders", null, null, null, false, Map.of(), Locality.UNKNOWN, null),
			new VirtualTime());

	@BeforeEach
	void settle() {
		this.own.settle("10.0.0.5", 8080, Map.of());
	}

	@Test
	void registersTheApplicationOnceWithItsOwnHealth() {
		this.registry.register(this.own);
		this.registry.register(this.own);
		assertThat(this.registrar.journal()).containsExactly("register STARTING");
	}

	@Test
	void registersAForeignRegistrationBesideIt() {
		this.registry.register(this.own);
		this.registry.register(new Foreign("billing", "b-1", 9090));
		assertThat(this.registrar.registered()).extracting(Instance::getInstanceId)
			.containsExactly("orders-10.0.0.5-8080", "b-1");
		this.registry.deregister(new Foreign("billing", "b-1", 9090));
		assertThat(this.registrar.registered()).extracting(Instance::getInstanceId)
			.containsExactly("orders-10.0.0.5-8080");
		assertThat(this.registrar.journal()).containsExactly("register STARTING", "register UP",
				"report OUT_OF_SERVICE", "release");
	}

	@Test
	void replacesWhatIsRegisteredUnderTheSameId() {
		this.registry.register(new Foreign("billing", "b-1", 9090));
		this.registry.register(new Foreign("billing", "b-1", 9091));
		assertThat(this.registrar.registered()).extracting(Instance::getPort).containsExactly(9091);
	}

	@Test
	void takesANewLeaseOnlyWhenTheOldOneIsGivenBack() {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.registrar.answerReleasesWith(answer);
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		this.registry.register(this.own);
		assertThat(this.registrar.registered()).isEmpty();
		assertThat(status(this.own)).containsEntry("lease", "PENDING");
		answer.completeExceptionally(new IllegalStateException("down"));
		assertThat(this.registrar.registered()).hasSize(1);
	}

	@Test
	void takesNoLeaseForWhoLeftWhileWaitingForIt() {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.registrar.answerReleasesWith(answer);
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		answer.complete(null);
		assertThat(this.registrar.registered()).isEmpty();
		assertThat(this.registrar.journal()).containsOnlyOnce("register STARTING");
	}

	@Test
	void takesNoLeaseBeforeTheFirstOneIsGivenBackHoweverOftenItComesAndGoes() {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.registrar.answerReleasesWith(answer);
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		this.registry.register(this.own);
		assertThat(this.registrar.registered()).isEmpty();
		answer.complete(null);
		assertThat(this.registrar.registered()).hasSize(1);
		assertThat(this.registrar.journal()).containsExactly("register STARTING", "report OUT_OF_SERVICE", "release",
				"register STARTING");
	}

	@Test
	void aStatusSetByHandStandsAboveTheApplicationsOwn() {
		this.registry.register(this.own);
		this.registry.report(this.own, Health.UP);
		this.registry.setStatus(this.own, "out-of-service");
		this.registry.report(this.own, Health.UP);
		assertThat(status(this.own)).containsEntry("status", "OUT_OF_SERVICE")
			.containsEntry("overriddenStatus", "OUT_OF_SERVICE")
			.containsEntry("lease", "HELD");
		this.registry.setStatus(this.own, "UP");
		assertThat(status(this.own)).containsEntry("status", "UP").doesNotContainKey("overriddenStatus");
		assertThat(this.registrar.journal()).containsExactly("register STARTING", "report UP", "report OUT_OF_SERVICE",
				"report UP");
	}

	@Test
	void givesTheWordBackToAnApplicationThatIsNotReady() {
		this.registry.register(this.own);
		this.registry.setStatus(this.own, "DOWN");
		this.registry.report(this.own, Health.OUT_OF_SERVICE);
		this.registry.setStatus(this.own, "UP");
		assertThat(status(this.own)).containsEntry("status", "OUT_OF_SERVICE");
	}

	@Test
	void refusesAStatusThatDoesNotExist() {
		assertThatExceptionOfType(UnknownStatusException.class)
			.isThrownBy(() -> this.registry.setStatus(this.own, "SLEEPY"))
			.withMessage("The status 'SLEEPY' can't be set: use UP, DOWN or OUT_OF_SERVICE");
		assertThatExceptionOfType(UnknownStatusException.class)
			.isThrownBy(() -> this.registry.setStatus(this.own, "UNKNOWN"));
	}

	@Test
	void theStatusOfWhoIsNotRegisteredIsUnknown() {
		assertThat(status(this.own)).isEqualTo(Map.of("status", "UNKNOWN"));
		this.registry.setStatus(this.own, "DOWN");
		assertThat(this.registrar.journal()).isEmpty();
	}

	@Test
	void reportsNothingAfterDeregistration() {
		this.registry.register(this.own);
		this.registry.deregister(this.own);
		this.registry.report(this.own, Health.UP);
		this.registry.setStatus(this.own, "DOWN");
		this.registry.deregister(this.own);
		assertThat(this.registrar.journal()).containsExactly("register STARTING", "report OUT_OF_SERVICE", "release");
	}

	@Test
	void closeGivesAllLeasesBackOnce() {
		this.registry.register(this.own);
		this.registry.register(new Foreign("billing", "b-1", 9090));
		this.registry.close();
		this.registry.close();
		assertThat(this.registrar.registered()).isEmpty();
		assertThat(this.registrar.journal()).filteredOn("release"::equals).hasSize(2);
	}

	@Test
	void closeWaitsUntilTheRegistryHasHeardOfEverybody() throws Exception {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.registrar.answerReleasesWith(answer);
		this.registry.register(new Foreign("billing", "b-1", 9090));
		this.registry.register(new Foreign("billing", "b-2", 9090));
		this.registry.deregister(new Foreign("billing", "b-1", 9090));
		this.registry.deregister(new Foreign("billing", "b-2", 9090));
		Thread closing = new Thread(this.registry::close, "closing");
		closing.start();
		Patience.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
		answer.complete(null);
		closing.join();
		assertThat(this.registrar.journal()).filteredOn("release"::equals).hasSize(2);
	}

	@Test
	void closeWaitsForNoRegistryThatNeverAnswers() {
		this.registrar.answerReleasesWith(new CompletableFuture<>());
		this.registry.register(new Foreign("billing", "b-1", 9090));
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.registry::close);
		Patience.await().until(closed::isDone);
		assertThat(closed).isCompleted();
	}

	/**
	 * The renewal of the old lease takes longer than its release may.
	 */
	@Test
	void whoComesBackIsNotTakenOutByItsOldLease() {
		VirtualTime time = new VirtualTime();
		TestRegistry slow = new TestRegistry(time);
		LeaseServiceRegistry leases = new LeaseServiceRegistry(slow.registrar(RegistryObserver.NONE));
		leases.register(new Foreign("billing", "b-1", 9090));
		time.advance(TestRegistry.HEARTBEAT.multipliedBy(8).dividedBy(10));
		slow.latency(Duration.ofSeconds(4));
		time.advance(TestRegistry.HEARTBEAT.dividedBy(5));
		slow.latency(Duration.ofMillis(1));
		leases.register(new Foreign("billing", "b-1", 9091));
		boolean held = false;
		for (int i = 0; i < 500; i++) {
			time.advance(Duration.ofMillis(10));
			held = held || leases.states().equals(List.of(Lease.State.HELD));
			assertThat(slow.registered()).extracting(Instance::getPort).isEqualTo(List.of(held ? 9091 : 9090));
		}
		assertThat(held).isTrue();
	}

	@Test
	void refusesNobody() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.register(null));
	}

	private Map<String, String> status(Registration registration) {
		return this.registry.getStatus(registration);
	}

	private static final class Foreign extends DefaultServiceInstance implements Registration {

		Foreign(String serviceId, String instanceId, int port) {
			super(instanceId, serviceId, "10.0.0.6", port, false);
		}

	}

}
