package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What actuator shows.
 *
 * @param showMetadata Keys of instance metadata whose values the endpoint shows, in place
 * of the harmless ones that it shows by default; those of all others are masked.
 * @param degradedAfter How long the registry may be out of reach until the health is
 * DEGRADED.
 */
@ConfigurationProperties("discovery.actuator")
public record ActuatorProperties(@Nullable Set<String> showMetadata, @DefaultValue("60s") Duration degradedAfter) {

	private static final Set<String> HARMLESS = Set.of("zone", "region", "version", "tags", "weight", "management.port",
			"management.context-path", "discovery.registered-at");

	Set<String> shownMetadata() {
		return (this.showMetadata != null) ? this.showMetadata : HARMLESS;
	}

}
