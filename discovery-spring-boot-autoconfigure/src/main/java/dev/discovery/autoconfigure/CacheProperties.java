package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.Set;

import dev.discovery.directory.DirectorySettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The local copy of the registry.
 *
 * @param firstReadTimeout The only wait that a lookup can have: for the registry's first
 * answer about a service.
 * @param idleAfter How long the watch of a service that nobody uses stays open.
 * @param maxUnknown How many names without any instance are remembered at once.
 * @param prewarm Services to follow from the start, so that not even the first lookup
 * waits.
 */
@ConfigurationProperties("discovery.cache")
public record CacheProperties(@DefaultValue("2s") Duration firstReadTimeout, @DefaultValue("10m") Duration idleAfter,
		@DefaultValue("1000") int maxUnknown, @DefaultValue Set<String> prewarm) {

	DirectorySettings toSettings() {
		PropertyRules.positive("discovery.cache.first-read-timeout", this.firstReadTimeout);
		PropertyRules.positive("discovery.cache.idle-after", this.idleAfter);
		PropertyRules.atLeastOne("discovery.cache.max-unknown", this.maxUnknown);
		return new DirectorySettings(this.firstReadTimeout, this.idleAfter, this.maxUnknown);
	}

}
