package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this application registers itself.
 *
 * @param enabled Whether the application registers itself. Without it, it still finds
 * others.
 * @param serviceId The service that the application belongs to: the host name in its
 * callers' URLs. Defaults to 'spring.application.name'.
 * @param instanceId The id of this instance, unique within the service and the same after
 * a restart. Defaults to service id, host and port, joined by '-'.
 * @param host The host name or address under which others reach the application. Defaults
 * to the address that the server is bound to, or to what 'spring.cloud.inetutils' finds,
 * where either is set; else to the source address of the route to the registry, or to the
 * best address of this machine.
 * @param port The port under which others reach the application. Defaults to the port of
 * its web server; an application without one registers only if this is set.
 * @param secure Whether others reach the application over https. Defaults to whether
 * 'server.ssl' is configured and enabled.
 * @param metadata What others may want to know of this instance.
 * @param tags Tags of this instance, published in the metadata as 'tags', separated by
 * commas.
 * @param zone The zone that the instance runs in.
 * @param region The region that the instance runs in.
 * @param version The version of the application. Defaults to
 * 'spring.application.version', or to the version in the build information.
 * @param drain How long the stopping application goes on serving once it has left the
 * registry. Defaults to the time that the registry needs to tell every caller; cut to
 * stay below 'spring.lifecycle.timeout-per-shutdown-phase'.
 */
@ConfigurationProperties("discovery.registration")
public record RegistrationProperties(@DefaultValue("true") boolean enabled, @Nullable String serviceId,
		@Nullable String instanceId, @Nullable String host, @Nullable Integer port, @Nullable Boolean secure,
		@DefaultValue Map<String, String> metadata, @DefaultValue List<String> tags, @Nullable String zone,
		@Nullable String region, @Nullable String version, @Nullable Duration drain) {
}
