package dev.discovery.directory;

import java.time.Duration;
import java.util.Map;

import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * For how long what is known is served while the registry can't be asked.
 *
 * @param max how long, for every service that isn't named; null for ever
 * @param services how long, by service id
 */
public record StalenessPolicy(@Nullable Duration max, Map<String, Duration> services) {

	/**
	 * Old news is better than none.
	 */
	public static final StalenessPolicy FOR_EVER = new StalenessPolicy(null, Map.of());

	/**
	 * How long a service is served that can't be confirmed.
	 * @param serviceId the service
	 * @return the longest time, null for ever
	 */
	public @Nullable Duration max(String serviceId) {
		Duration own = this.services.get(serviceId);
		return (own != null) ? own : this.max;
	}

	/** The property that bounds a service. */
	String property(String serviceId) {
		return this.services.containsKey(serviceId)
				? PropertyName.of("discovery.cache.services", serviceId) + ".max-staleness"
				: "discovery.cache.max-staleness";
	}

}
