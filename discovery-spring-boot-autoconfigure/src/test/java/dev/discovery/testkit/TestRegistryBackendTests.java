package dev.discovery.testkit;

import java.time.Duration;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.VirtualBackendContractTests;
import dev.discovery.model.Instance;
import dev.discovery.test.TestRegistry;

/**
 * A {@link TestRegistry} can be read like any other.
 */
class TestRegistryBackendTests extends VirtualBackendContractTests {

	private final TestRegistry registry = new TestRegistry(this.time);

	TestRegistryBackendTests() {
		super(Duration.ofSeconds(2));
	}

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

}
