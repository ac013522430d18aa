package dev.discovery.autoconfigure.backend;

import java.util.List;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import org.jspecify.annotations.Nullable;

/**
 * One of several registries, opened.
 *
 * @param backend reads it
 * @param registrar registers there
 * @param resources what both rely on, closed after them
 * @param failFast the property that has the application's start fail where the registry
 * doesn't answer; null where the start doesn't depend on it
 */
public record OpenedRegistry(ServiceBackend backend, ServiceRegistrar registrar,
		List<? extends AutoCloseable> resources, @Nullable String failFast) {

	/**
	 * A registry that needn't answer when the application starts.
	 * @param backend reads it
	 * @param registrar registers there
	 * @param resources what both rely on, closed after them
	 */
	public OpenedRegistry(ServiceBackend backend, ServiceRegistrar registrar, List<? extends AutoCloseable> resources) {
		this(backend, registrar, resources, null);
	}

}
