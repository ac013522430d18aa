package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.Map;

import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

/**
 * What was configured about this application's registration, checked already.
 *
 * @param enabled whether the application registers by itself
 * @param serviceId the service that it belongs to, or null if it has no name
 * @param instanceId its id within the service, or null for
 * {@code <service>-<host>-<port>}
 * @param host the host under which others reach it, or null to find it
 * @param port the port under which others reach it, or null for the server's
 * @param secure whether it speaks TLS
 * @param metadata what others may want to know, without what is only known later
 * @param locality where it runs
 * @param drain how long it goes on serving once it has left the registry, or null for as
 * long as the registry needs to tell everyone
 */
public record RegistrationSettings(boolean enabled, @Nullable String serviceId, @Nullable String instanceId,
		@Nullable String host, @Nullable Integer port, boolean secure, Map<String, String> metadata, Locality locality,
		@Nullable Duration drain) {

	/**
	 * Copies the metadata.
	 */
	public RegistrationSettings {
		metadata = Map.copyOf(metadata);
	}

}
