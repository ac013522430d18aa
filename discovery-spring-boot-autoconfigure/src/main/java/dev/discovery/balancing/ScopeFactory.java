package dev.discovery.balancing;

import dev.discovery.balancing.SubsetCounters.Counters;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.route.Otherwise;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds the pools of one scope of a service, and makes it known when it has nobody. Used
 * by one thread at a time.
 */
final class ScopeFactory {

	private static final Log logger = LogFactory.getLog(ScopeFactory.class);

	private final String serviceId;

	private final Scope scope;

	private final Rotation rotation;

	private final PoolFactory pools;

	private boolean deserted;

	/**
	 * Creates a factory.
	 * @param scope which instances
	 * @param serviceId the service
	 * @param settings how its calls are balanced
	 * @param runtime clock and chance
	 * @param counters what its calls are counted by
	 * @param last the factory of this scope under the rules from before, null if there
	 * was none
	 */
	ScopeFactory(Scope scope, String serviceId, BalancingSettings settings, BalancingRuntime runtime, Counters counters,
			@Nullable ScopeFactory last) {
		this.serviceId = serviceId;
		this.scope = scope;
		this.rotation = (last != null) ? last.rotation : new Rotation(runtime.randomness());
		this.deserted = last != null && last.deserted;
		this.pools = new PoolFactory(scope, settings, runtime.clientId(), this.rotation, counters.retries(),
				counters.admission());
	}

	/**
	 * Builds a pool.
	 */
	Pool build(Candidates candidates, @Nullable Selection others) {
		Pool built = this.pools.build(candidates, others);
		if (!this.scope.isNobody()) {
			note(built.isEmpty() || built.selection() == others);
		}
		return built;
	}

	private void note(boolean nobody) {
		if (nobody == this.deserted) {
			return;
		}
		this.deserted = nobody;
		String name = this.scope.nameOf(this.serviceId);
		if (!nobody) {
			logger.info("There are instances in " + name + " again");
		}
		else if (this.scope.otherwise() == Otherwise.ALL) {
			logger.info("No instance is fit in " + name + ": its calls go to all of them");
		}
		else {
			logger.warn("No instance can be called in " + name + ": its calls are refused");
		}
	}

}
