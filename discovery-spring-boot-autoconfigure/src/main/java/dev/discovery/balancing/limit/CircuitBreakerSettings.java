package dev.discovery.balancing.limit;

import java.time.Duration;

/**
 * When the calls of a service are refused because too many of them fail.
 *
 * @param enabled whether they ever are
 * @param failureRate the percentage of failures from which on
 * @param minimumCalls how many calls there must be before they say anything
 * @param window how long a call counts
 * @param openFor how long calls are refused before some are let through
 * @param halfOpenCalls how many are let through to see how they end
 */
public record CircuitBreakerSettings(boolean enabled, int failureRate, int minimumCalls, Duration window,
		Duration openFor, int halfOpenCalls) {

	/**
	 * Off; where it is switched on, what suits nearly everybody.
	 */
	public static final CircuitBreakerSettings DEFAULT = new CircuitBreakerSettings(false, 50, 20,
			Duration.ofSeconds(10), Duration.ofSeconds(10), 3);

}
