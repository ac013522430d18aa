package dev.discovery.autoconfigure.route;

import java.util.List;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.balancing.PolicyNames;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.cloud.loadbalancer.SpringCloudPreferences;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Where calls go, as configured and as beans say: read now and whenever it is asked
 * again.
 *
 * @param environment where all properties are
 * @param own the application's own routing, in place of all that is configured
 * @param policies the application's own policies
 * @param rules routes of the application's beans
 * @param preferences wishes of requests, as Spring Cloud LoadBalancer knows them
 */
public record RoutingSource(Environment environment, ObjectProvider<Routing> own, ObjectProvider<Policy> policies,
		ObjectProvider<RoutingRules> rules,
		ObjectProvider<SpringCloudPreferences> preferences) implements Supplier<Routing> {

	@Override
	public Routing get() {
		Routing ofApplication = this.own.getIfAvailable();
		if (ofApplication != null) {
			return ofApplication;
		}
		SpringCloudPreferences known = this.preferences.getIfAvailable();
		return new ConfiguredRouting(this.environment, new PolicyNames(this.policies.orderedStream()),
				this.rules.orderedStream().toList(), (known != null) ? known : (serviceId) -> List.of());
	}

	/** The environment tells its secrets. */
	@Override
	public String toString() {
		return "routes as configured";
	}

}
