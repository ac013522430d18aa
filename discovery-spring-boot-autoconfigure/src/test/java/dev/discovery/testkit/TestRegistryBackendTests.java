package dev.discovery.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Instance;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link TestRegistry} can be read like any other.
 */
class TestRegistryBackendTests extends ServiceBackendContractTests {

	private final VirtualTime time = new VirtualTime();

	private final TestRegistry registry = new TestRegistry(this.time);

	@Override
	protected ServiceBackend open() {
		return this.registry.backend(RegistryObserver.NONE);
	}

	@Override
	protected void put(Instance instance) {
		this.registry.add(instance);
	}

	@Override
	protected void remove(Instance instance) {
		this.registry.remove(instance);
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
	protected void await(BooleanSupplier condition) {
		for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
			this.time.advance(Duration.ofMillis(10));
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		this.time.advance(Duration.ofSeconds(10));
	}

}
