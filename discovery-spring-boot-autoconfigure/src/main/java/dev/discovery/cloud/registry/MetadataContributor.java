package dev.discovery.cloud.registry;

import java.util.Map;

/**
 * Adds to this application's metadata what is known only once its servers run. What the
 * user configured under the same keys stands above it.
 */
@FunctionalInterface
public interface MetadataContributor {

	/**
	 * Adds entries. Called on the thread that starts the application, before each
	 * registration.
	 * @param port the port under which the application will be registered
	 * @param metadata where to add them
	 */
	void contribute(int port, Map<String, String> metadata);

}
