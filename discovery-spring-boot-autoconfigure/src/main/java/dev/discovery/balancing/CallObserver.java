package dev.discovery.balancing;

import org.jspecify.annotations.Nullable;

/**
 * Hears of each logical call of our own clients, from before its lookup to its end. Must
 * not block or throw; safe for use by several threads.
 */
@FunctionalInterface
public interface CallObserver {

	/**
	 * Hears nothing.
	 */
	CallObserver NONE = (serviceId, parent) -> CallObservation.NONE;

	/**
	 * A call begins.
	 * @param serviceId the service that is called
	 * @param parent what the caller's reactive context holds under
	 * {@link CallObservation#CONTEXT_KEY}, null where that is nothing or there is none
	 * @return hears the rest; {@link CallObservation#NONE} where nobody wants to
	 */
	CallObservation begin(String serviceId, @Nullable Object parent);

}
