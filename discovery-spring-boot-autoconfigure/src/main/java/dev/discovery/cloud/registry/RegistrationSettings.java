package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * As what this application registers.
 *
 * @param serviceId the service that it belongs to
 * @param instanceId its id, or null for {@code <service>-<host>-<port>}
 * @param port the port to register in place of the web server's, or null
 * @param secure whether it is called by https
 * @param metadata what others see of it, zone and region included
 * @param drain how long to go on serving after deregistration, or null for what the
 * registry needs to tell everybody
 */
public record RegistrationSettings(String serviceId, @Nullable String instanceId, @Nullable Integer port,
		boolean secure, Map<String, String> metadata, @Nullable Duration drain) {
}
