package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;

/**
 * Where the calls of one service go.
 */
public class ServiceRoutesProperties {

	/**
	 * Some of the service's instances under a name.
	 */
	private Map<String, RouteSubsetProperties> subsets = new LinkedHashMap<>();

	/**
	 * The rules, of which the first one that matches counts.
	 */
	private List<RouteProperties> rules = new ArrayList<>();

	public Map<String, RouteSubsetProperties> getSubsets() {
		return this.subsets;
	}

	public void setSubsets(Map<String, RouteSubsetProperties> subsets) {
		this.subsets = subsets;
	}

	public List<RouteProperties> getRules() {
		return this.rules;
	}

	public void setRules(List<RouteProperties> rules) {
		this.rules = rules;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	ServiceRoutes toRoutes(String prefix) {
		List<Subset> all = new ArrayList<>();
		this.subsets
			.forEach((name, subset) -> all.add(subset.toSubset(PropertyName.of(prefix + "subsets", name), name)));
		List<Route> routes = new ArrayList<>();
		for (int i = 0; i < this.rules.size(); i++) {
			String place = prefix + "rules[" + i + "]";
			if (i > 0 && routes.get(i - 1).match().isEverything()) {
				throw new InvalidDiscoveryPropertyException(place, null,
						"is never reached, since rules[" + (i - 1) + "] matches every request",
						"Move the rule without conditions to the end.");
			}
			routes.add(this.rules.get(i).toRoute(place + ".", this.subsets.keySet()));
		}
		return new ServiceRoutes(all, routes);
	}

}
