package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.discovery.directory.DirectorySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The local copy of the registry.
 */
@ConfigurationProperties("discovery.cache")
public class CacheProperties {

	/**
	 * The only wait that a lookup can have: for the registry's first answer about a
	 * service.
	 */
	private Duration firstReadTimeout = Duration.ofSeconds(2);

	/**
	 * How long the watch of a service that nobody uses stays open.
	 */
	private Duration idleAfter = Duration.ofMinutes(10);

	/**
	 * How many names without any instance are remembered at once.
	 */
	private int maxUnknown = 1_000;

	/**
	 * How long instances are still believed that a registry no longer lists when it
	 * answers again after an outage, if they are at least half of them: it may have lost
	 * its data and not been told again yet. 0 believes the registry at once. Defaults to
	 * what the backend needs: 30s, with Eureka longer.
	 */
	private @Nullable Duration emptyHold;

	/**
	 * Services to follow from the start, so that not even the first lookup waits.
	 */
	private Set<String> prewarm = new LinkedHashSet<>();

	public Duration getFirstReadTimeout() {
		return this.firstReadTimeout;
	}

	public void setFirstReadTimeout(Duration firstReadTimeout) {
		this.firstReadTimeout = firstReadTimeout;
	}

	public Duration getIdleAfter() {
		return this.idleAfter;
	}

	public void setIdleAfter(Duration idleAfter) {
		this.idleAfter = idleAfter;
	}

	public int getMaxUnknown() {
		return this.maxUnknown;
	}

	public void setMaxUnknown(int maxUnknown) {
		this.maxUnknown = maxUnknown;
	}

	public @Nullable Duration getEmptyHold() {
		return this.emptyHold;
	}

	public void setEmptyHold(@Nullable Duration emptyHold) {
		this.emptyHold = emptyHold;
	}

	public Set<String> getPrewarm() {
		return this.prewarm;
	}

	public void setPrewarm(Set<String> prewarm) {
		this.prewarm = prewarm;
	}

	/**
	 * Checks the properties.
	 * @param recovery how long the backend needs after a loss of data
	 */
	DirectorySettings toSettings(Duration recovery) {
		PropertyRules.positive("discovery.cache.first-read-timeout", this.firstReadTimeout);
		PropertyRules.positive("discovery.cache.idle-after", this.idleAfter);
		PropertyRules.atLeastOne("discovery.cache.max-unknown", this.maxUnknown);
		Duration hold = (this.emptyHold != null) ? this.emptyHold : recovery;
		PropertyRules.notNegative("discovery.cache.empty-hold", hold);
		return new DirectorySettings(this.firstReadTimeout, this.idleAfter, this.maxUnknown, hold);
	}

}
