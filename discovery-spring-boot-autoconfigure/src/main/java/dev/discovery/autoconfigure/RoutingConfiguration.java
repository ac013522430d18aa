package dev.discovery.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.cloud.loadbalancer.SpringCloudPreferences;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Where calls go, as configured and as beans say.
 */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

	@Bean
	Source discoveryRoutingSource(Environment environment, ObjectProvider<Routing> own, ObjectProvider<Policy> policies,
			ObjectProvider<RoutingRules> rules, ObjectProvider<SpringCloudPreferences> preferences) {
		return new Source(environment, own, policies, rules, preferences);
	}

	/** Reads it all, now and whenever it is asked again. */
	record Source(Environment environment, ObjectProvider<Routing> own, ObjectProvider<Policy> policies,
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

	/**
	 * Where the configuration may change while the application runs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RefreshScopeRefreshedEvent.class)
	static class UpdateConfiguration {

		@Bean
		@Lazy(false)
		RoutingUpdates discoveryRoutingUpdates(Balancer balancer, Source source) {
			return new RoutingUpdates(balancer, source);
		}

		@Bean
		@Lazy(false)
		ChangesForTheNextStart discoveryChangesForTheNextStart() {
			return new ChangesForTheNextStart();
		}

	}

}
