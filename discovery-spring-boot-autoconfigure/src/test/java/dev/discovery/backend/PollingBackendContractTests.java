package dev.discovery.backend;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link PollingBackend} over a scripted registry keeps the contract.
 */
class PollingBackendContractTests extends ServiceBackendContractTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedRegistry registry = new ScriptedRegistry(this.time);

	@Override
	protected ServiceBackend open() {
		BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1),
				RegistryObserver.NONE);
		return new PollingBackend(runtime, this.registry, PollingBackend.Settings.DEFAULT);
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
