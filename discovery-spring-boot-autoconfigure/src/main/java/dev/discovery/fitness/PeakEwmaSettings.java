package dev.discovery.fitness;

import java.time.Duration;

/**
 * What the cost of an instance is made of.
 *
 * @param decayTime how long a peak is remembered: after that time it counts for about a
 * third
 * @param failureCost what a call that failed costs at least, as if it had taken so long
 */
public record PeakEwmaSettings(Duration decayTime, Duration failureCost) {

	/**
	 * Ten seconds as in Finagle, and a second for a failure.
	 */
	public static final PeakEwmaSettings DEFAULT = new PeakEwmaSettings(Duration.ofSeconds(10), Duration.ofSeconds(1));

}
