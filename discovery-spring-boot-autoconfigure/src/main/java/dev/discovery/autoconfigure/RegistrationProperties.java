package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This application's own registration.
 *
 * @param enabled whether this application registers itself
 * @param serviceId the service that it belongs to; spring.application.name if not set
 * @param instanceId its id, unique within the service; made of service, host and port if
 * not set
 * @param host the host under which others reach it; found out if not set, and the log
 * says why
 * @param port the port under which others reach it; the web server's if not set
 * @param secure whether others call it by https; true where server.ssl is configured
 * @param metadata what else others see of it
 * @param tags tags, joined by commas in the metadata entry "tags"
 * @param zone the zone in which it runs
 * @param region the region in which it runs
 * @param version its version; spring.application.version if not set
 * @param drain how long it goes on serving after it was deregistered; what the registry
 * needs to tell everybody if not set
 */
@ConfigurationProperties("discovery.registration")
public record RegistrationProperties(@DefaultValue("true") boolean enabled, @Nullable String serviceId,
		@Nullable String instanceId, @Nullable String host, @Nullable Integer port, @Nullable Boolean secure,
		@DefaultValue Map<String, String> metadata, @DefaultValue List<String> tags, @Nullable String zone,
		@Nullable String region, @Nullable String version, @Nullable Duration drain) {

	private static final String PREFIX = "discovery.registration.";

	/**
	 * Checks what is configured and fills in what follows from the rest.
	 * @param applicationName the application's name, if it has one
	 * @param applicationVersion the application's version, if it has one
	 * @param sslConfigured whether the web server speaks TLS
	 * @return as what to register
	 */
	RegistrationSettings toSettings(@Nullable String applicationName, @Nullable String applicationVersion,
			boolean sslConfigured) {
		String id = (this.serviceId != null) ? this.serviceId : applicationName;
		if (id == null || id.isBlank()) {
			throw new InvalidDiscoveryPropertyException("spring.application.name", "",
					"this application registers itself and needs a name by which others call it",
					"set spring.application.name (or discovery.registration.service-id), or "
							+ "discovery.registration.enabled=false if nobody calls it");
		}
		if (this.host != null) {
			PropertyRules.host(PREFIX + "host", this.host);
		}
		if (this.port != null) {
			PropertyRules.port(PREFIX + "port", this.port);
		}
		if (this.drain != null) {
			PropertyRules.notNegative(PREFIX + "drain", this.drain);
		}
		return new RegistrationSettings(id, this.instanceId, this.port,
				(this.secure != null) ? this.secure : sslConfigured, allMetadata(applicationVersion), this.drain);
	}

	private Map<String, String> allMetadata(@Nullable String applicationVersion) {
		Map<String, String> all = new LinkedHashMap<>();
		putIfKnown(all, "version", (this.version != null) ? this.version : applicationVersion);
		putIfKnown(all, "tags", this.tags.isEmpty() ? null : String.join(",", this.tags));
		all.putAll(this.metadata);
		putIfKnown(all, Instance.ZONE, this.zone);
		putIfKnown(all, Instance.REGION, this.region);
		return all;
	}

	private static void putIfKnown(Map<String, String> metadata, String key, @Nullable String value) {
		if (value != null && !value.isBlank()) {
			metadata.put(key, value);
		}
	}

}
