package dev.discovery.balancing;

import java.util.function.Function;

/**
 * How each service is balanced, by its id; asked once per service.
 */
@FunctionalInterface
public interface ServiceSettings extends Function<String, BalancingSettings> {

	/**
	 * Where something is set that holds for a service, for those who are to change it.
	 * @param serviceId the service
	 * @param name the setting, such as {@code limits.max-concurrent-per-service}
	 * @return the whole name of the property
	 */
	default String property(String serviceId, String name) {
		return "discovery.load-balancer." + name;
	}

}
