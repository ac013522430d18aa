package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.model.Instance;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One can register with a {@link TestRegistry} as with any other.
 */
class TestRegistryRegistrarTests extends ServiceRegistrarContractTests {

	private final VirtualTime time = new VirtualTime();

	private final TestRegistry registry = new TestRegistry(this.time);

	private final ServiceRegistrar registrar = this.registry.registrar(RegistryObserver.NONE);

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrar;
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		return this.registry.registered()
			.stream()
			.filter((instance) -> instance.getServiceId().equals(serviceId))
			.toList();
	}

	@Override
	protected void breakRegistry() {
		this.registry.outage();
	}

	@Override
	protected void mendRegistry() {
		this.registry.recover();
	}

	@Override
	protected void forget(Instance instance) {
		this.registry.remove(instance);
	}

	@Override
	protected void crash() {
		// heartbeats that don't arrive are no heartbeats
		this.registry.outage();
	}

	@Override
	protected void await(BooleanSupplier condition) {
		for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
			this.time.advance(Duration.ofMillis(100));
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		this.time.advance(TestRegistry.TTL.plus(TestRegistry.HEARTBEAT));
	}

}
