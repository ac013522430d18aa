package dev.discovery.backend.memory;

import java.util.List;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Instance;

/**
 * {@link InMemoryRegistrar} keeps the contract.
 */
class InMemoryRegistrarTests extends InMemoryRegistrarContract {

	InMemoryRegistrarTests() {
		super("registrar-tests");
	}

	@Override
	protected ServiceRegistrar registrar() {
		return this.registrars.get(0);
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		return everywhere(serviceId).get(0);
	}

}
