package dev.discovery.autoconfigure.loadbalancer;

import java.util.Set;
import java.util.function.Supplier;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Routing;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Takes over other routes when Spring Cloud says that the configuration has changed.
 * Rules that can't mean what they say are refused, and the old ones stay.
 */
final class RoutingUpdates implements ApplicationListener<ApplicationEvent> {

	private static final Log logger = LogFactory.getLog(RoutingUpdates.class);

	private static final Set<String> PREFIXES = Set.of("discovery.routes.", "spring.cloud.loadbalancer.");

	private final Balancer balancer;

	private final Supplier<Routing> source;

	/** What the change of the environment was told, until its refresh has ended. */
	private @Nullable String told;

	RoutingUpdates(Balancer balancer, Supplier<Routing> source) {
		this.balancer = balancer;
		this.source = source;
	}

	@Override
	public synchronized void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof RefreshScopeRefreshedEvent) {
			update(this.told);
			this.told = null;
		}
		else if (event instanceof EnvironmentChangeEvent change && isAboutRoutes(change.getKeys())) {
			this.told = update(null);
		}
	}

	private static boolean isAboutRoutes(Set<String> keys) {
		return keys.stream().anyMatch((key) -> PREFIXES.stream().anyMatch(key::startsWith));
	}

	/**
	 * One refresh leads here twice, by a change of the environment and then as a refresh.
	 * @return why the routes are refused, or null if they aren't
	 */
	private @Nullable String update(@Nullable String told) {
		Routing changed;
		try {
			changed = this.source.get();
		}
		catch (RuntimeException ex) {
			String refusal = String.valueOf(ex.getMessage());
			if (!refusal.equals(told)) {
				logger.warn("The changed routes are refused, and those from before stay: " + refusal);
			}
			return refusal;
		}
		this.balancer.route(changed);
		return null;
	}

}
