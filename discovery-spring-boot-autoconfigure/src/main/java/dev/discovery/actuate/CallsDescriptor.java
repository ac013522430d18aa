package dev.discovery.actuate;

import dev.discovery.fitness.InstanceStats;

/**
 * What calls learned about an instance.
 *
 * @param inFlight calls that have begun and not ended
 * @param succeeded calls that succeeded
 * @param failed calls that failed
 * @param failedInARow failures since the last success; refused and timed-out calls count
 * double
 * @param usualMillis how long successful calls take: a moving average
 * @param stuck calls that wait in vain for an instance that is hung
 */
public record CallsDescriptor(int inFlight, long succeeded, long failed, int failedInARow, double usualMillis,
		int stuck) {

	static CallsDescriptor of(InstanceStats stats) {
		return new CallsDescriptor(stats.inFlight(), stats.successes(), stats.failures(), stats.consecutiveFailures(),
				stats.usualNanos() / 1e6, stats.stuck());
	}

}
