package dev.discovery.balancing;

import java.util.Map;
import java.util.Objects;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.model.ServiceSnapshot;
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

	private final Policy policy;

	/** Its own, null where it shares the service's. */
	private final @Nullable Retries own;

	private final @Nullable Admission ownAdmission;

	private final PoolFactory pools;

	private boolean deserted;

	/**
	 * Creates a factory.
	 * @param scope which instances
	 * @param serviceId the service
	 * @param settings how its calls are balanced
	 * @param runtime clock and chance
	 * @param shared the retries of the service, null if the scope has its own
	 * @param admission whether the service's calls may begin, null if the scope has its
	 * own
	 */
	ScopeFactory(Scope scope, String serviceId, BalancingSettings settings, BalancingRuntime runtime,
			@Nullable Retries shared, @Nullable Admission admission) {
		this.serviceId = serviceId;
		this.scope = scope;
		this.policy = settings.policy();
		this.own = (shared != null) ? null : new Retries(serviceId, settings.retry(), runtime);
		this.ownAdmission = (admission != null) ? null : new Admission(serviceId, settings, runtime);
		this.pools = new PoolFactory(scope, settings, runtime.clientId(), new Rotation(runtime.randomness()),
				(this.own != null) ? this.own : Objects.requireNonNull(shared),
				(this.ownAdmission != null) ? this.ownAdmission : Objects.requireNonNull(admission));
	}

	/**
	 * Builds a pool. A policy of the application's may fail; what is known must not be
	 * hidden by it.
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, @Nullable Selection others) {
		Pool built;
		try {
			built = this.pools.build(snapshot, candidates, this.policy, others);
		}
		catch (RuntimeException ex) {
			logger.error("The load-balancing policy of " + this.scope.name() + " of '" + this.serviceId
					+ "' failed; its instances are picked in turn until the next change", ex);
			built = this.pools.build(snapshot, candidates, Policies.roundRobin(), others);
		}
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
		String name = this.scope.name() + " of '" + this.serviceId + "'";
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

	void tick() {
		if (this.own != null) {
			this.own.tick();
		}
		if (this.ownAdmission != null) {
			this.ownAdmission.tick();
		}
	}

}
