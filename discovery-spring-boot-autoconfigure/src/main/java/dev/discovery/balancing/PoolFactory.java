package dev.discovery.balancing;

import java.util.Map;
import java.util.function.Function;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.model.Health;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Builds pools. Every filter, in its order, is visible here: filters run when a pool is
 * built, only picks run at call time.
 */
public final class PoolFactory {

	private final Function<String, Policy> policies;

	/**
	 * Creates a factory.
	 * @param policies the policy of each service, by its id
	 */
	public PoolFactory(Function<String, Policy> policies) {
		this.policies = policies;
	}

	/**
	 * Builds the pool of a service.
	 * @param snapshot what the registry says
	 * @param candidates one for each of the snapshot's instances, by its id
	 * @param rotation the service's place in the round
	 * @return the pool
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Rotation rotation) {
		return build(snapshot, candidates, rotation, this.policies.apply(snapshot.serviceId()));
	}

	/**
	 * Builds the pool of a service with a policy that isn't the service's own.
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Rotation rotation, Policy policy) {
		Candidate[] fit = snapshot.instances()
			.stream()
			.map((instance) -> candidates.get(instance.getInstanceId()))
			.filter(this::eligible)
			.toArray(Candidate[]::new);
		return new Pool(snapshot, fit, policy, rotation);
	}

	private boolean eligible(@Nullable Candidate candidate) {
		return candidate != null && candidate.instance().getHealth() == Health.UP;
	}

}
