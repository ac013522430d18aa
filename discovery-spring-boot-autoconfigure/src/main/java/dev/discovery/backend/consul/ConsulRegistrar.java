package dev.discovery.backend.consul;

import java.time.Duration;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease;
import dev.discovery.backend.RegistryHttpClient;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * Registers with a Consul agent. Safe for use by several threads.
 */
public final class ConsulRegistrar implements ServiceRegistrar {

	/**
	 * Creates the registrar.
	 * @param runtime what it runs on
	 * @param http the way to Consul, which sends the token; not closed by the registrar
	 * @param settings which Consul, and how to register
	 */
	public ConsulRegistrar(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Lease register(Instance self, Health initial) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Duration propagation() {
		throw new UnsupportedOperationException();
	}

}
