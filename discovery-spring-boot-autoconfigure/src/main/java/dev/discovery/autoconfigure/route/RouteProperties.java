package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Route;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Requests that match go to one destination.
 */
public class RouteProperties {

	/**
	 * Which requests; all of them unless something is set.
	 */
	@NestedConfigurationProperty
	private final RequestMatchProperties match = new RequestMatchProperties();

	/**
	 * The subset that they go to.
	 */
	private @Nullable String to;

	/**
	 * The subsets that they go to, and how many parts of the requests each gets.
	 */
	private Map<String, Integer> weights = new LinkedHashMap<>();

	/**
	 * The other service that they go to, whose own rules don't count.
	 */
	private @Nullable String service;

	/**
	 * What happens where the destination has nobody who can be called.
	 */
	private Otherwise otherwise = Otherwise.ALL;

	public RequestMatchProperties getMatch() {
		return this.match;
	}

	public @Nullable String getTo() {
		return this.to;
	}

	public void setTo(@Nullable String to) {
		this.to = to;
	}

	public Map<String, Integer> getWeights() {
		return this.weights;
	}

	public void setWeights(Map<String, Integer> weights) {
		this.weights = weights;
	}

	public @Nullable String getService() {
		return this.service;
	}

	public void setService(@Nullable String service) {
		this.service = service;
	}

	public Otherwise getOtherwise() {
		return this.otherwise;
	}

	public void setOtherwise(Otherwise otherwise) {
		this.otherwise = otherwise;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 * @param subsets the names of the service's subsets
	 */
	Route toRoute(String prefix, Set<String> subsets) {
		String subset = PropertyRules.textOrNull(this.to);
		String other = PropertyRules.textOrNull(this.service);
		List<String> destinations = new ArrayList<>();
		if (subset != null) {
			destinations.add("to");
		}
		if (!this.weights.isEmpty()) {
			destinations.add("weights");
		}
		if (other != null) {
			destinations.add("service");
		}
		if (destinations.size() != 1) {
			throw new InvalidDiscoveryPropertyException(prefix.substring(0, prefix.length() - 1), null,
					destinations.isEmpty() ? "leads nowhere" : "has several destinations: " + destinations,
					"Set one of to, weights and service.");
		}
		Map<String, Integer> shares = (subset != null) ? Map.of(subset, 1) : this.weights;
		shares.forEach((name, weight) -> check(prefix, name, weight, subset != null, subsets));
		if (other == null && shares.values().stream().mapToLong(Integer::longValue).sum() == 0) {
			throw new InvalidDiscoveryPropertyException(prefix + "weights", shares.toString(), "adds up to 0",
					"Give at least one subset a weight above 0.");
		}
		return new Route(this.match.toMatch(prefix + "match."), shares, other, this.otherwise);
	}

	private static void check(String prefix, String subset, int weight, boolean alone, Set<String> subsets) {
		if (!subsets.contains(subset)) {
			throw new InvalidDiscoveryPropertyException(
					alone ? prefix + "to" : PropertyName.of(prefix + "weights", subset), subset,
					"there is no such subset", subsets.isEmpty() ? "Describe it under 'subsets' of the same service."
							: "Use one of " + String.join(", ", subsets) + ", or describe it under 'subsets'.");
		}
		PropertyRules.between(PropertyName.of(prefix + "weights", subset), weight, 0, 1_000_000, "Write it like 90.");
	}

}
