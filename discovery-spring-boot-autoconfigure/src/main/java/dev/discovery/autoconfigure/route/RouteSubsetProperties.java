package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import dev.discovery.autoconfigure.balancing.BalancingProperties;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.route.Subset;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * Some of a service's instances: those that meet all conditions.
 */
public class RouteSubsetProperties {

	/**
	 * The version in an instance's metadata.
	 */
	private @Nullable String version;

	/**
	 * The zone that an instance is in.
	 */
	private @Nullable String zone;

	/**
	 * Tags that an instance must all have.
	 */
	private List<String> tags = new ArrayList<>();

	/**
	 * Metadata that an instance must have.
	 */
	private Map<String, String> metadata = new LinkedHashMap<>();

	/**
	 * What differs for this subset from what is set for the service: any of the
	 * properties of 'discovery.load-balancer'.
	 */
	private @Nullable BalancingProperties loadBalancer;

	public @Nullable String getVersion() {
		return this.version;
	}

	public void setVersion(@Nullable String version) {
		this.version = version;
	}

	public @Nullable String getZone() {
		return this.zone;
	}

	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	public @Nullable BalancingProperties getLoadBalancer() {
		return this.loadBalancer;
	}

	public void setLoadBalancer(@Nullable BalancingProperties loadBalancer) {
		this.loadBalancer = loadBalancer;
	}

	Subset toSubset(String property, String name) {
		PropertyRules.noBlankElement(property + ".tags", this.tags);
		Map<String, String> all = new LinkedHashMap<>(this.metadata);
		String wanted = PropertyRules.textOrNull(this.version);
		if (wanted != null) {
			all.put(Subset.VERSION, wanted);
		}
		Subset subset = new Subset(name, all, new LinkedHashSet<>(this.tags), PropertyRules.textOrNull(this.zone));
		if (!subset.isConditional()) {
			throw new InvalidDiscoveryPropertyException(property, null, "has no condition, so it is no subset",
					"Set its version, zone, tags or metadata.");
		}
		return subset;
	}

}
