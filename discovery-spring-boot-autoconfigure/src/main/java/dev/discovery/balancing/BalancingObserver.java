package dev.discovery.balancing;

import java.util.List;

import dev.discovery.balancing.limit.LimitObserver;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.retry.RetryObserver;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the balancer does. Called on any thread, that of a call among them; must not
 * block or throw.
 */
public interface BalancingObserver extends LimitObserver, RetryObserver {

	/**
	 * Hears nothing.
	 */
	BalancingObserver NONE = new BalancingObserver() {
	};

	/**
	 * A service has other instances.
	 * @param serviceId the service
	 * @param now all of them, in limbo or not, whether they may get calls or not; doesn't
	 * change any more
	 * @param left the stats of those who are none any more; they may have calls under way
	 */
	default void listed(String serviceId, List<Candidate> now, List<InstanceStats> left) {
	}

	/**
	 * A service has a new pool.
	 * @param serviceId the service
	 * @param pool who may get its calls from now on
	 */
	default void pooled(String serviceId, Pool pool) {
	}

	/**
	 * An instance gets no calls for a while.
	 * @param serviceId the service
	 * @param instance the instance
	 * @param ejection why and for how long
	 */
	default void ejected(String serviceId, Instance instance, Ejection ejection) {
	}

	/**
	 * An instance that was ejected gets calls again.
	 * @param serviceId the service
	 * @param instance the instance
	 * @param ejection why it had got none
	 */
	default void revived(String serviceId, Instance instance, Ejection ejection) {
	}

	/**
	 * The active health check changed its mind about an instance.
	 * @param serviceId the service
	 * @param instance the instance
	 * @param ailment what is wrong, null if it is healthy again
	 */
	default void probed(String serviceId, Instance instance, @Nullable String ailment) {
	}

	/**
	 * So few instances are fit that all are used, or that is over.
	 * @param serviceId the service
	 * @param begun whether the panic begins
	 */
	default void panicked(String serviceId, boolean begun) {
	}

}
