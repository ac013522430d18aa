package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CompositeRegistrar} over two registries keeps the contract.
 */
class CompositeRegistrarContractTests extends ServiceRegistrarContractTests {

	private static final Duration STEP = Duration.ofMillis(100);

	private final VirtualTime registryTime = new VirtualTime();

	private final VirtualTime clientTime = new VirtualTime();

	private final List<InMemoryRegistry> registries = Stream.of("composite-a", "composite-b")
		.map(InMemoryRegistry::acquire)
		.toList();

	private final List<InMemoryRegistrar> registrars = Stream.of("composite-a", "composite-b")
		.map((name) -> new InMemoryRegistrar(
				new BackendRuntime(name, this.clientTime, this.clientTime, Randomness.seeded(1), RegistryObserver.NONE),
				InMemorySettings.DEFAULT.withRegistry(name)))
		.toList();

	private final CompositeRegistrar registrar = new CompositeRegistrar(
			new LinkedHashMap<>(Map.of("a", this.registrars.get(0), "b", this.registrars.get(1))));

	private boolean crashed;

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrar;
	}

	/** What both say; twice as much where they differ. */
	@Override
	protected List<Instance> registered(String serviceId) {
		this.registries.forEach((registry) -> registry.expire(this.registryTime.nanos()));
		List<Instance> one = this.registries.get(0).instances(serviceId);
		List<Instance> other = this.registries.get(1).instances(serviceId);
		return told(one).equals(told(other)) ? one : Stream.concat(one.stream(), other.stream()).toList();
	}

	private static List<String> told(List<Instance> instances) {
		return instances.stream().map(Instance::toString).sorted().toList();
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

	@AfterEach
	void close() {
		this.registrars.forEach(InMemoryRegistrar::close);
		this.registries.forEach(InMemoryRegistry::release);
	}

}
