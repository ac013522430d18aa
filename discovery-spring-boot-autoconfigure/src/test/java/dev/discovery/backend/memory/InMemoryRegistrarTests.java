package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link InMemoryRegistrar} keeps the contract.
 */
class InMemoryRegistrarTests extends ServiceRegistrarContractTests {

	private static final Duration STEP = Duration.ofMillis(100);

	private final VirtualTime registryTime = new VirtualTime();

	private final VirtualTime clientTime = new VirtualTime();

	private final InMemoryRegistry registry = InMemoryRegistry.acquire("registrar-tests");

	private final InMemoryRegistrar registrar = new InMemoryRegistrar(new BackendRuntime("in-memory", this.clientTime,
			this.clientTime, Randomness.seeded(1), RegistryObserver.NONE),
			InMemorySettings.DEFAULT.withRegistry("registrar-tests"));

	private boolean crashed;

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrar;
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		this.registry.expire(this.registryTime.nanos());
		return this.registry.instances(serviceId);
	}

	@Override
	protected void breakRegistry() {
		this.registry.setAvailable(false);
	}

	@Override
	protected void mendRegistry() {
		this.registry.setAvailable(true);
	}

	@Override
	protected void forget(Instance instance) {
		this.registry.remove(instance);
	}

	@Override
	protected void crash() {
		this.crashed = true;
	}

	@Override
	protected void await(BooleanSupplier condition) {
		for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
			step();
		}
		assertThat(condition.getAsBoolean()).isTrue();
	}

	@Override
	protected void settle() {
		for (int i = 0; i < 400; i++) {
			step();
		}
	}

	private void step() {
		this.registryTime.advance(STEP);
		if (!this.crashed) {
			this.clientTime.advance(STEP);
		}
	}

	@AfterEach
	void close() {
		this.registrar.close();
		this.registrar.close();
		this.registry.release();
	}

}
