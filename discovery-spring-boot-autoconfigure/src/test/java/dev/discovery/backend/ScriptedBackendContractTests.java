package dev.discovery.backend;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract over a {@link ScriptedRegistry}, in virtual time.
 */
abstract class ScriptedBackendContractTests extends ServiceBackendContractTests {

	private final VirtualTime time = new VirtualTime();

	final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	@Override
	protected ServiceBackend open() {
		return open(new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE));
	}

	abstract ServiceBackend open(BackendRuntime runtime);

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

	@Override
	protected void await(BooleanSupplier condition) {
		for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
			this.time.advance(Duration.ofMillis(10));
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		this.time.advance(Duration.ofSeconds(10));
	}

}
