package dev.discovery.autoconfigure.backend;

/**
 * Opens a backend as one of several registries ({@code discovery.registries}). Listed in
 * {@code META-INF/spring.factories} as a {@link BackendDescriptor}.
 */
public interface BackendFactory extends BackendDescriptor {

	/**
	 * Opens a registry. Nothing is asked before somebody asks.
	 * @param context its properties, and what it runs on
	 * @return the registry
	 * @throws dev.discovery.model.InvalidDiscoveryPropertyException if a property can't
	 * mean what it says; may name it as if this were the only registry, which is put
	 * right
	 */
	OpenedRegistry open(RegistryContext context);

}
