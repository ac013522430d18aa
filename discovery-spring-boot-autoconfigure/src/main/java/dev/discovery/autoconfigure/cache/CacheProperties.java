package dev.discovery.autoconfigure.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.StalenessPolicy;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

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
	 * How long instances are still served that a registry no longer lists: when it lacks
	 * at least half of them as it answers again after an outage, or all of two or more at
	 * once. It may have lost its data and not been told again yet. 0 believes the
	 * registry at once. Defaults to what the backend needs: 30s, with Eureka longer.
	 */
	private @Nullable Duration emptyHold;

	/**
	 * How long instances may still be called, when nobody else can, that vanished from a
	 * registry at once and were more than half of a service. 0 forgets them at once.
	 */
	private Duration limbo = DirectorySettings.DEFAULT_LIMBO;

	/**
	 * How long what is known is served while the registry can't be asked; lookups fail
	 * after that. For ever if not set.
	 */
	private @Nullable Duration maxStaleness;

	/**
	 * What differs for one service, by its id.
	 */
	private Map<String, CacheServiceProperties> services = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final CacheSnapshotProperties snapshot = new CacheSnapshotProperties();

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

	public Duration getLimbo() {
		return this.limbo;
	}

	public void setLimbo(Duration limbo) {
		this.limbo = limbo;
	}

	public @Nullable Duration getMaxStaleness() {
		return this.maxStaleness;
	}

	public void setMaxStaleness(@Nullable Duration maxStaleness) {
		this.maxStaleness = maxStaleness;
	}

	public Map<String, CacheServiceProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, CacheServiceProperties> services) {
		this.services = services;
	}

	public CacheSnapshotProperties getSnapshot() {
		return this.snapshot;
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
	 * @return what they say
	 * @throws InvalidDiscoveryPropertyException if one can't mean what it says
	 */
	public DirectorySettings toSettings(Duration recovery) {
		PropertyRules.positive("discovery.cache.first-read-timeout", this.firstReadTimeout);
		PropertyRules.positive("discovery.cache.idle-after", this.idleAfter);
		PropertyRules.atLeastOne("discovery.cache.max-unknown", this.maxUnknown);
		Duration hold = (this.emptyHold != null) ? this.emptyHold : recovery;
		PropertyRules.notNegative("discovery.cache.empty-hold", hold);
		PropertyRules.notNegative("discovery.cache.limbo", this.limbo);
		this.snapshot.check();
		for (String serviceId : this.prewarm) {
			if (!Instance.isServiceName(serviceId)) {
				throw new InvalidDiscoveryPropertyException("discovery.cache.prewarm", serviceId,
						"is no name of a service: it is blank, too long or has a control character in it",
						"Take it out of the list.");
			}
		}
		return new DirectorySettings(this.firstReadTimeout, this.idleAfter, this.maxUnknown, hold, this.limbo,
				toStaleness());
	}

	private StalenessPolicy toStaleness() {
		if (this.maxStaleness != null) {
			PropertyRules.positive("discovery.cache.max-staleness", this.maxStaleness);
		}
		Map<String, Duration> bounds = new LinkedHashMap<>();
		this.services.forEach((serviceId, service) -> {
			Duration bound = service.getMaxStaleness();
			if (bound != null) {
				PropertyRules.positive(PropertyName.of("discovery.cache.services", serviceId) + ".max-staleness",
						bound);
				bounds.put(serviceId, bound);
			}
		});
		return new StalenessPolicy(this.maxStaleness, bounds);
	}

}
