package dev.discovery.backend.consul;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.RegistryHttpClient;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;

/**
 * Reads Consul's catalog by blocking queries. Safe for use by several threads; callbacks
 * run on the client's threads or on the scheduler's.
 */
public final class ConsulBackend implements ServiceBackend {

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param runtime what it runs on
	 * @param http the way to Consul, which sends the token; not closed by the backend
	 * @param settings which Consul, and how to read it
	 */
	public ConsulBackend(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String name() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
	}

}
