package dev.discovery.balancing;

import dev.discovery.fitness.Outcome;

/**
 * Hears what calls do. Called on the caller's thread; must not block or throw.
 */
public interface CallObserver {

	/**
	 * Hears nothing.
	 */
	CallObserver NONE = new CallObserver() {
	};

	/**
	 * A call goes to another instance.
	 * @param serviceId the service
	 * @param why how the attempt before ended
	 */
	default void retried(String serviceId, Outcome why) {
	}

}
