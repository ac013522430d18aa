package dev.discovery.autoconfigure.loadbalancer;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.route.RoutingSource;
import dev.discovery.balancing.Balancer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Takes over other routes, where the configuration may change while the application runs.
 * Who hears of a change in no certain order hears of it in that of the configurations:
 * the properties are bound anew first.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class,
		afterName = "org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration")
@ConditionalOnClass(RefreshScopeRefreshedEvent.class)
@ConditionalOnBean(RoutingSource.class)
public final class RoutingUpdatesAutoConfiguration {

	@Bean
	@Lazy(false)
	RoutingUpdates discoveryRoutingUpdates(Balancer balancer, RoutingSource source) {
		return new RoutingUpdates(balancer, source);
	}

	@Bean
	@Lazy(false)
	ChangesForTheNextStart discoveryChangesForTheNextStart() {
		return new ChangesForTheNextStart();
	}

}
