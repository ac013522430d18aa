package dev.discovery.balancing.policy;

import dev.discovery.fitness.PeakEwmaSettings;

/**
 * What a service's configuration says to its policy; each policy takes what it needs.
 *
 * @param hashKey where a request carries what it is hashed by
 * @param boundedLoad how many times the average load an instance gets at most while calls
 * are hashed, 0 for any
 * @param peakEwma what the cost of an instance is made of
 */
public record PolicySettings(HashKey hashKey, double boundedLoad, PeakEwmaSettings peakEwma) {

	/**
	 * What holds unless something is configured.
	 */
	public static final PolicySettings DEFAULT = new PolicySettings(HashKey.NONE, 0, PeakEwmaSettings.DEFAULT);

}
