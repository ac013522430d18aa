package dev.discovery.backend;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every registrar must do. A backend's tests extend this and say how to look into
 * its registry, how to break it, and how to let time pass.
 */
public abstract class ServiceRegistrarContractTests {

	protected abstract ServiceRegistrar registrar();

	/**
	 * What the registry says of the service, whatever the health; empty while it can't be
	 * asked.
	 */
	protected abstract List<Instance> registered(String serviceId);

	protected abstract void breakRegistry();

	protected abstract void mendRegistry();

	/**
	 * The registry forgets what it knew of the instance; when this returns it has, and
	 * may have heard of it again.
	 */
	protected abstract void forget(Instance instance);

	/**
	 * From now on no heartbeat is sent, as if the application had crashed.
	 */
	protected abstract void crash();

	/**
	 * Lets time pass until the condition holds; fails when it doesn't within a lease's
	 * life and a heartbeat. Real time unless overridden.
	 */
	protected void await(BooleanSupplier condition) {
		Patience.await().until(condition::getAsBoolean);
	}

	/**
	 * Lets at least the life of a lease pass.
	 */
	protected abstract void settle();

	@Test
	void registersWithAllThatTheInstanceSays() {
		Lease lease = registrar().register(instance(1), Health.UP);
		awaitIds("orders-1");
		await(() -> lease.state() == State.HELD);
		Instance seen = registered("orders").get(0);
		assertThat(seen.getHost()).isEqualTo("10.0.0.1");
		assertThat(seen.getPort()).isEqualTo(8080);
		assertThat(seen.getMetadata()).containsEntry("version", "3");
		assertThat(seen.getHealth()).isEqualTo(Health.UP);
		assertThat(lease.instance()).isEqualTo(seen);
	}

	@Test
	void startsWithTheHealthItWasGiven() {
		Lease lease = registrar().register(instance(1), Health.OUT_OF_SERVICE);
		await(() -> lease.state() == State.HELD);
		assertThat(registered("orders")).noneMatch((instance) -> instance.getHealth() == Health.UP);
	}

	@Test
	void reportsAChangeOfHealthAtOnce() {
		Lease lease = registrar().register(instance(1), Health.OUT_OF_SERVICE);
		await(() -> lease.state() == State.HELD);
		lease.report(Health.UP);
		awaitHealth(Health.UP);
		lease.report(Health.OUT_OF_SERVICE);
		await(() -> registered("orders").stream().noneMatch((instance) -> instance.getHealth() == Health.UP));
		lease.report(Health.UP);
		awaitHealth(Health.UP);
	}

	@Test
	void staysRegisteredByHeartbeats() {
		Lease lease = registrar().register(instance(1), Health.UP);
		awaitIds("orders-1");
		settle();
		awaitIds("orders-1");
		await(() -> lease.state() == State.HELD);
	}

	@Test
	void expiresWithoutHeartbeats() {
		registrar().register(instance(1), Health.UP);
		awaitIds("orders-1");
		crash();
		await(() -> registered("orders").stream().noneMatch((instance) -> instance.getHealth() == Health.UP));
	}

	@Test
	void takesTheRegistrationAwayWhenReleased() {
		Lease lease = registrar().register(instance(1), Health.UP);
		awaitIds("orders-1");
		var released = lease.release().toCompletableFuture();
		awaitIds();
		await(released::isDone);
		assertThat(released).isCompleted();
		assertThat(lease.state()).isEqualTo(State.RELEASED);
	}

	@Test
	void neverComesBackOnceReleased() {
		Lease lease = registrar().register(instance(1), Health.UP);
		awaitIds("orders-1");
		lease.release();
		lease.report(Health.DOWN);
		lease.close();
		settle();
		assertThat(registered("orders")).isEmpty();
		lease.report(Health.UP);
		settle();
		assertThat(registered("orders")).isEmpty();
		assertThat(lease.state()).isEqualTo(State.RELEASED);
	}

	@Test
	void registersAgainWhenTheRegistryHasLostIt() {
		Lease lease = registrar().register(instance(1), Health.UP);
		await(() -> lease.state() == State.HELD);
		lease.report(Health.DOWN);
		lease.report(Health.UP);
		awaitHealth(Health.UP);
		forget(instance(1));
		awaitHealth(Health.UP);
		await(() -> lease.state() == State.HELD);
	}

	@Test
	void registersAsSoonAsTheRegistryCanBeReached() {
		breakRegistry();
		Lease lease = registrar().register(instance(1), Health.OUT_OF_SERVICE);
		settle();
		assertThat(lease.state()).isEqualTo(State.PENDING);
		lease.report(Health.UP);
		mendRegistry();
		awaitHealth(Health.UP);
		await(() -> lease.state() == State.HELD);
	}

	@Test
	void recoversFromAnOutage() {
		Lease lease = registrar().register(instance(1), Health.UP);
		await(() -> lease.state() == State.HELD);
		breakRegistry();
		await(() -> lease.state() == State.INTERRUPTED);
		mendRegistry();
		await(() -> lease.state() == State.HELD);
		awaitHealth(Health.UP);
	}

	@Test
	void saysWhenTheRegistryCouldNotBeToldOfTheRelease() {
		Lease lease = registrar().register(instance(1), Health.UP);
		await(() -> lease.state() == State.HELD);
		breakRegistry();
		var released = lease.release().toCompletableFuture();
		await(released::isDone);
		assertThat(released).isCompletedExceptionally();
		assertThat(lease.state()).isEqualTo(State.RELEASED);
	}

	@Test
	void keepsTwoInstancesSideBySide() {
		ServiceRegistrar registrar = registrar();
		Lease first = registrar.register(instance(1), Health.UP);
		registrar.register(instance(2), Health.UP);
		awaitIds("orders-1", "orders-2");
		first.release();
		awaitIds("orders-2");
	}

	@Test
	void comesBackAfterItsOldLeaseHoweverSoon() {
		ServiceRegistrar registrar = registrar();
		Lease first = registrar.register(instance(1), Health.UP);
		await(() -> first.state() == State.HELD);
		var released = first.release().toCompletableFuture();
		Lease second = registrar.register(instance(1), Health.UP);
		await(() -> second.state() == State.HELD);
		assertThat(released).isCompleted();
		awaitIds("orders-1");
		second.release();
		awaitIds();
	}

	@Test
	void saysHowLongAChangeTakes() {
		assertThat(registrar().propagation()).isPositive();
	}

	private void awaitIds(String... ids) {
		await(() -> registered("orders").stream().map(Instance::getInstanceId).sorted().toList().equals(List.of(ids)));
	}

	private void awaitHealth(Health health) {
		await(() -> registered("orders").stream().map(Instance::getHealth).toList().equals(List.of(health)));
	}

	protected static Instance instance(int number) {
		return Instance.builder("orders", "10.0.0." + number, 8080)
			.instanceId("orders-" + number)
			.metadata(Map.of("version", "3"))
			.build();
	}

}
