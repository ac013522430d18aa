package dev.discovery.autoconfigure.route;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.balancing.BalancingProperties;
import dev.discovery.autoconfigure.balancing.PolicyNames;
import dev.discovery.autoconfigure.locality.LocalityProperties;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.route.Preference;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the configuration and {@link RoutingRules} beans say about routes, as of the
 * moment it was made. Everything is checked then.
 */
final class ConfiguredRouting implements Routing {

	private static final String SERVICES = "discovery.routes.services";

	private static final ConfigurationPropertyName BALANCING = ConfigurationPropertyName.of("discovery.load-balancer");

	private final Map<String, Map<String, BalancingSettings>> ofSubset = new HashMap<>();

	private final RoutingRules rules;

	private final Function<String, List<Preference>> preferences;

	ConfiguredRouting(Environment environment, PolicyNames policies, List<RoutingRules> beans,
			Function<String, List<Preference>> preferences) {
		Map<String, ServiceRoutes> routes = new LinkedHashMap<>();
		Binder binder = Binder.get(environment);
		Supplier<Nearness> nearness = SingletonSupplier.of(() -> LocalityProperties.nearness(environment));
		binder
			.bind(SERVICES, Bindable.mapOf(String.class, ServiceRoutesProperties.class), new OnTopOfTheService(binder))
			.orElseGet(Map::of)
			.forEach((serviceId, service) -> {
				String prefix = PropertyName.of(SERVICES, serviceId) + ".";
				routes.put(serviceId, service.toRoutes(prefix));
				service.getSubsets().forEach((name, subset) -> {
					BalancingProperties own = subset.getLoadBalancer();
					if (own != null) {
						this.ofSubset.computeIfAbsent(serviceId, (id) -> new HashMap<>())
							.put(name, own.toSettings(PropertyName.of(prefix + "subsets", name) + ".load-balancer.",
									policies::require, nearness.get()));
					}
				});
			});
		RoutingRules all = new RoutingRules(routes);
		for (RoutingRules bean : beans) {
			all = all.and(bean);
		}
		this.rules = all;
		this.preferences = preferences;
	}

	@Override
	public @Nullable ServiceRoutes routes(String serviceId) {
		return this.rules.services().get(serviceId);
	}

	@Override
	public List<Preference> preferences(String serviceId) {
		return this.preferences.apply(serviceId);
	}

	@Override
	public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
		return this.ofSubset.getOrDefault(serviceId, Map.of()).getOrDefault(subset, ofService);
	}

	/**
	 * Binds what is set for a subset onto what is set for its service, and that onto what
	 * is set for all.
	 */
	private record OnTopOfTheService(Binder binder) implements BindHandler {

		/** As in {@code discovery.routes.services.<service>}. */
		private static final int SERVICE = 3;

		@Override
		@SuppressWarnings("unchecked")
		public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
			return (target.getType().resolve() == BalancingProperties.class)
					? target.withSuppliedValue(() -> (T) ofService(name)) : target;
		}

		private BalancingProperties ofService(ConfigurationPropertyName name) {
			BalancingProperties settings = new BalancingProperties();
			this.binder.bind(BALANCING, Bindable.ofInstance(settings));
			ConfigurationPropertyName service = name.chop(SERVICE + 1).subName(SERVICE);
			this.binder.bind(BALANCING.append("services").append(service), Bindable.ofInstance(settings));
			return settings;
		}

	}

}
