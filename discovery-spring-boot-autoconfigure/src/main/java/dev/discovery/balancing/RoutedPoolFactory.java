package dev.discovery.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.RoutedPools.Destination;
import dev.discovery.balancing.SubsetCounters.Counters;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Preference;
import dev.discovery.balancing.route.RouteTable;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.balancing.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * Builds one service's pools for each destination of its routes, over the same candidates
 * as its whole pool. Rotations, limits, circuits and budgets go on from one build to the
 * next, and from one set of rules to the next. Used by one thread at a time.
 */
final class RoutedPoolFactory {

	private final String serviceId;

	private final BalancingSettings settings;

	private final BalancingRuntime runtime;

	private final SubsetCounters counters;

	private Routing routing = Routing.NONE;

	private @Nullable RouteTable table;

	private List<Preference> preferences = List.of();

	private Map<String, ScopeFactory> factories = Map.of();

	/** Whether the factories are those of the rules from before. */
	private boolean changed;

	/**
	 * Creates a factory without routes.
	 * @param serviceId the service
	 * @param settings how its calls are balanced
	 * @param runtime clock and chance
	 * @param counters what the service's calls are counted by
	 */
	RoutedPoolFactory(String serviceId, BalancingSettings settings, BalancingRuntime runtime, Counters counters) {
		this.serviceId = serviceId;
		this.settings = settings;
		this.runtime = runtime;
		this.counters = new SubsetCounters(serviceId, settings, runtime, counters);
	}

	/**
	 * Has other routes from now on.
	 */
	void route(Routing latest) {
		ServiceRoutes routes = latest.routes(this.serviceId);
		this.routing = latest;
		this.table = (routes != null && !routes.rules().isEmpty()) ? new RouteTable(routes, this.runtime.randomness())
				: null;
		this.preferences = latest.preferences(this.serviceId);
		this.changed = true;
	}

	/**
	 * Builds the pools.
	 * @param whole the pool of all
	 * @param candidates one for each instance, by its id
	 * @return the pools, null if every call goes to the whole pool
	 */
	@Nullable RoutedPools build(Pool whole, Candidates candidates) {
		RouteTable rules = this.table;
		if (this.changed) {
			this.counters.changed();
		}
		if (rules == null && this.preferences.isEmpty()) {
			this.factories = Map.of();
			this.changed = false;
			return null;
		}
		Map<String, ScopeFactory> used = new HashMap<>();
		Map<String, Pool> built = new HashMap<>();
		Destination[] destinations = ((rules != null) ? rules.targets() : List.<Target>of()).stream()
			.map((target) -> destination(target, whole, candidates, used, built))
			.toArray(Destination[]::new);
		PreferredPools preferred = PreferredPools.of(whole, this.preferences,
				(scope, others) -> pool(scope, null, others, candidates, used, built));
		this.factories = used;
		this.changed = false;
		return (rules == null && built.isEmpty()) ? null : new RoutedPools(rules, destinations, preferred, built);
	}

	private Destination destination(Target target, Pool whole, Candidates candidates, Map<String, ScopeFactory> used,
			Map<String, Pool> built) {
		Subset subset = target.subset();
		if (subset == null) {
			return new Destination(whole, target.service(), target.otherwise());
		}
		List<Integer> rules = target.rules();
		Scope scope = new Scope(subset.toString(), subset::contains, target.otherwise(),
				((rules.size() == 1) ? "rule " + rules.get(0) + " of its routes leads"
						: "rules " + rules + " of its routes lead") + " to the " + subset);
		Selection others = (target.otherwise() == Otherwise.ALL) ? whole.selection() : null;
		return new Destination(pool(scope, subset, others, candidates, used, built));
	}

	private Pool pool(Scope scope, @Nullable Subset subset, @Nullable Selection others, Candidates candidates,
			Map<String, ScopeFactory> used, Map<String, Pool> built) {
		ScopeFactory known = this.factories.get(scope.key());
		ScopeFactory factory = (known != null && !this.changed) ? known : factory(scope, subset, known);
		Pool pool = factory.build(candidates, others);
		used.put(scope.key(), factory);
		built.put(scope.key(), pool);
		return pool;
	}

	private ScopeFactory factory(Scope scope, @Nullable Subset subset, @Nullable ScopeFactory last) {
		if (subset == null) {
			return new ScopeFactory(scope, this.serviceId, this.settings, this.runtime, this.counters.ofService(),
					last);
		}
		BalancingSettings own = this.routing.settings(this.serviceId, subset.name(), this.settings);
		return new ScopeFactory(scope, this.serviceId, own, this.runtime, this.counters.of(subset.name(), own), last);
	}

	/** A round of the balancer's. */
	void tick() {
		this.counters.tick();
	}

}
