package dev.discovery.balancing;

import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the balancer does. Called on any thread, that of a call among them; must not
 * block or throw.
 */
public interface BalancingObserver {

	/**
	 * Hears nothing.
	 */
	BalancingObserver NONE = new BalancingObserver() {
	};

	/**
	 * A call has another attempt, at another instance if there is one.
	 * @param serviceId the service
	 * @param why how the attempt before ended
	 */
	default void retried(String serviceId, Outcome why) {
	}

	/**
	 * Calls of a service would be tried again, but so many are that its retry budget is
	 * spent. Heard once, until the budget has sufficed for a while.
	 * @param serviceId the service
	 */
	default void exhausted(String serviceId) {
	}

	/**
	 * A call was not made, although there may be instances for it.
	 * @param serviceId the service
	 * @param why why not
	 */
	default void refused(String serviceId, Refusal why) {
	}

	/**
	 * Calls of a service are refused because too many are under way. Heard once, until
	 * none has been for a while.
	 * @param serviceId the service
	 * @param detail which limit, and where it is set
	 */
	default void limited(String serviceId, String detail) {
	}

	/**
	 * The circuit of a service opens or is closed again. Trials that fail in between are
	 * not heard.
	 * @param serviceId the service
	 * @param state {@link CircuitState#OPEN} or {@link CircuitState#CLOSED}
	 * @param detail what was seen
	 */
	default void circuit(String serviceId, CircuitState state, String detail) {
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
