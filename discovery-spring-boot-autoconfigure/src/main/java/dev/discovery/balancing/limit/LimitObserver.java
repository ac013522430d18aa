package dev.discovery.balancing.limit;

/**
 * Hears which calls are not made. Called on any thread, that of a call among them; must
 * not block or throw.
 */
public interface LimitObserver {

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

}
