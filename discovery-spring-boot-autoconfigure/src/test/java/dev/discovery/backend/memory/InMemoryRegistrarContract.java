package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of registering, over one registry in memory or several that are told the
 * same. Their time and that of who registers are two, so that a crash stands still while
 * leases run out.
 */
abstract class InMemoryRegistrarContract extends ServiceRegistrarContractTests {

	private static final Duration STEP = Duration.ofMillis(100);

	private final VirtualTime registryTime = new VirtualTime();

	private final VirtualTime clientTime = new VirtualTime();

	private final List<InMemoryRegistry> registries;

	final List<InMemoryRegistrar> registrars;

	private boolean crashed;

	InMemoryRegistrarContract(String... names) {
		this.registries = Stream.of(names).map(InMemoryRegistry::acquire).toList();
		this.registrars = Stream.of(names)
			.map((name) -> new InMemoryRegistrar(new BackendRuntime(name, this.clientTime, this.clientTime,
					Randomness.seeded(1), RegistryObserver.NONE), InMemorySettings.DEFAULT.withRegistry(name)))
			.toList();
	}

	/**
	 * What each registry says of the service.
	 */
	List<List<Instance>> everywhere(String serviceId) {
		this.registries.forEach((registry) -> registry.expire(this.registryTime.nanos()));
		return this.registries.stream().map((registry) -> registry.instances(serviceId)).toList();
	}

	@Override
	protected void breakRegistry() {
		this.registries.forEach((registry) -> registry.setAvailable(false));
	}

	@Override
	protected void mendRegistry() {
		this.registries.forEach((registry) -> registry.setAvailable(true));
	}

	@Override
	protected void forget(Instance instance) {
		this.registries.forEach((registry) -> registry.remove(instance));
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

	/**
	 * Closes each registrar twice, which does no harm.
	 */
	@AfterEach
	void close() {
		this.registrars.forEach(InMemoryRegistrar::close);
		this.registrars.forEach(InMemoryRegistrar::close);
		this.registries.forEach(InMemoryRegistry::release);
	}

}
