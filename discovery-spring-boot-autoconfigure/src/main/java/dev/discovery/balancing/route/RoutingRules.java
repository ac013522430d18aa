package dev.discovery.balancing.route;

import java.util.HashMap;
import java.util.Map;

/**
 * Where calls go, by service. A bean of this type is on a par with what is configured
 * under {@code discovery.routes}.
 *
 * @param services the rules of each service that has some, by its id
 */
public record RoutingRules(Map<String, ServiceRoutes> services) {

	/**
	 * No rules.
	 */
	public static final RoutingRules NONE = new RoutingRules(Map.of());

	/**
	 * Copies what it is given.
	 * @param services the rules of each service that has some
	 */
	public RoutingRules {
		services = Map.copyOf(services);
	}

	/**
	 * Rules of one service.
	 * @param serviceId the service
	 * @param routes its rules
	 * @return the rules
	 */
	public static RoutingRules of(String serviceId, ServiceRoutes routes) {
		return new RoutingRules(Map.of(serviceId, routes));
	}

	/**
	 * These rules and others.
	 * @param others rules of other services
	 * @return all of them
	 * @throws IllegalArgumentException if both have rules of the same service
	 */
	public RoutingRules and(RoutingRules others) {
		Map<String, ServiceRoutes> all = new HashMap<>(this.services);
		others.services.forEach((serviceId, routes) -> {
			if (all.put(serviceId, routes) != null) {
				throw new IllegalArgumentException("The routes of '" + serviceId + "' are given twice");
			}
		});
		return new RoutingRules(all);
	}

}
