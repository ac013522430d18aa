package dev.discovery.balancing;

import java.util.List;

import dev.discovery.balancing.route.Preference;
import dev.discovery.balancing.route.ServiceRoutes;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go beyond the plain pool of a service. Asked when a service is followed and
 * again when it is given to the balancer anew; must be safe for use by several threads.
 */
public interface Routing {

	/**
	 * Every call goes to its service's pool.
	 */
	Routing NONE = (serviceId) -> null;

	/**
	 * The rules of a service.
	 * @param serviceId the service
	 * @return its rules and subsets, null if there are none
	 */
	@Nullable ServiceRoutes routes(String serviceId);

	/**
	 * The wishes that count where no rule does.
	 * @param serviceId the service
	 * @return the wishes, the most important one first
	 */
	default List<Preference> preferences(String serviceId) {
		return List.of();
	}

	/**
	 * How the calls of a subset are balanced.
	 * @param serviceId the service
	 * @param subset the subset's name
	 * @param ofService how those of the service are
	 * @return the same, unless the subset has settings of its own
	 */
	default BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
		return ofService;
	}

}
