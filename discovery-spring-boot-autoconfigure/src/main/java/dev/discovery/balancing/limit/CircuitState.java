package dev.discovery.balancing.limit;

/**
 * What a service's circuit breaker does with calls.
 */
public enum CircuitState {

	/**
	 * Calls are made.
	 */
	CLOSED,

	/**
	 * A few calls are made, to see how they end; the others are refused.
	 */
	HALF_OPEN,

	/**
	 * Calls are refused.
	 */
	OPEN

}
