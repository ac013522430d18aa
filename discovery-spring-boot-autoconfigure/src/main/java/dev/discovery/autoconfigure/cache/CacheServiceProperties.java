package dev.discovery.autoconfigure.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What differs for one service in the local copy.
 */
public class CacheServiceProperties {

	/**
	 * How long the service is served while the registry can't be asked; lookups fail
	 * after that. The general bound if not set.
	 */
	private @Nullable Duration maxStaleness;

	public @Nullable Duration getMaxStaleness() {
		return this.maxStaleness;
	}

	public void setMaxStaleness(@Nullable Duration maxStaleness) {
		this.maxStaleness = maxStaleness;
	}

}
