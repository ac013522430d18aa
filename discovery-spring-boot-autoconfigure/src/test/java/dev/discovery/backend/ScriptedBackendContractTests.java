package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.time.Randomness;

/**
 * The contract over a {@link ScriptedRegistry}, in virtual time.
 */
abstract class ScriptedBackendContractTests extends VirtualBackendContractTests {

	final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	ScriptedBackendContractTests() {
		super(Duration.ofSeconds(10));
	}

	BackendRuntime runtime(String name) {
		return new BackendRuntime(name, this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE);
	}

	@Override
	protected void put(Instance instance) {
		this.registry.put(instance);
	}

	@Override
	protected void remove(Instance instance) {
		this.registry.remove(instance);
	}

	@Override
	protected void breakRegistry() {
		this.registry.fail(Kind.UNREACHABLE);
	}

	@Override
	protected void mendRegistry() {
		this.registry.mend();
	}

}
