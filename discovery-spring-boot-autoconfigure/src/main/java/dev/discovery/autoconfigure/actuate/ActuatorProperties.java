package dev.discovery.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.autoconfigure.properties.PropertyRules;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What actuator shows.
 */
@ConfigurationProperties("discovery.actuator")
public class ActuatorProperties {

	/**
	 * Keys of instance metadata whose values the endpoint shows; those of all others are
	 * masked.
	 */
	private Set<String> showMetadata = new TreeSet<>(List.of("zone", "region", "version", "tags", "weight",
			"management.port", "management.context-path", "discovery.registered-at", "discovery.registry"));

	/**
	 * How long the registry may be out of reach until the health is DEGRADED.
	 */
	private Duration degradedAfter = Duration.ofSeconds(60);

	public Set<String> getShowMetadata() {
		return this.showMetadata;
	}

	public void setShowMetadata(Set<String> showMetadata) {
		this.showMetadata = showMetadata;
	}

	public Duration getDegradedAfter() {
		return this.degradedAfter;
	}

	public void setDegradedAfter(Duration degradedAfter) {
		this.degradedAfter = degradedAfter;
	}

	Duration toDegradedAfter() {
		PropertyRules.notNegative("discovery.actuator.degraded-after", this.degradedAfter);
		return this.degradedAfter;
	}

}
