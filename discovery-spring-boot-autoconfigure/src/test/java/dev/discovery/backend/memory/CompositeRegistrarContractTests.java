package dev.discovery.backend.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.model.Instance;

/**
 * {@link CompositeRegistrar} over two registries keeps the contract.
 */
class CompositeRegistrarContractTests extends InMemoryRegistrarContract {

	private final CompositeRegistrar registrar = new CompositeRegistrar(
			new LinkedHashMap<>(Map.of("a", this.registrars.get(0), "b", this.registrars.get(1))));

	CompositeRegistrarContractTests() {
		super("composite-a", "composite-b");
	}

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrar;
	}

	/** What both say; twice as much where they differ. */
	@Override
	protected List<Instance> registered(String serviceId) {
		List<Instance> one = everywhere(serviceId).get(0);
		List<Instance> other = everywhere(serviceId).get(1);
		return told(one).equals(told(other)) ? one : Stream.concat(one.stream(), other.stream()).toList();
	}

	private static List<String> told(List<Instance> instances) {
		return instances.stream().map(Instance::toString).sorted().toList();
	}

}
