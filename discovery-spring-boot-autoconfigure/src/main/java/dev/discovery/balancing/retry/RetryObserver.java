package dev.discovery.balancing.retry;

import dev.discovery.fitness.Outcome;

/**
 * Hears which calls are made again. Called on any thread, that of a call among them; must
 * not block or throw.
 */
public interface RetryObserver {

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

}
