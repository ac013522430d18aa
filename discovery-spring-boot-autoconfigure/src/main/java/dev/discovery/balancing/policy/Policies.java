package dev.discovery.balancing.policy;

import java.util.List;

/**
 * The policies that come with the starter.
 */
public final class Policies {

	/**
	 * The name of the policy that needs a key.
	 */
	public static final String CONSISTENT_HASH = "consistent-hash";

	private Policies() {
	}

	/**
	 * Fewest calls in flight of two choices: the default.
	 * @return the policy {@code least-request}
	 */
	public static Policy leastRequest() {
		return new LeastRequestPolicy();
	}

	/**
	 * One after another.
	 * @return the policy {@code round-robin}
	 */
	public static Policy roundRobin() {
		return new RoundRobinPolicy();
	}

	/**
	 * Any of them.
	 * @return the policy {@code random}
	 */
	public static Policy random() {
		return new RandomPolicy();
	}

	/**
	 * By the weights in the instances' metadata.
	 * @return the policy {@code weighted}
	 */
	public static Policy weighted() {
		return new WeightedPolicy();
	}

	/**
	 * The faster of two choices, by the time that calls take and those in flight.
	 * @return the policy {@code peak-ewma}
	 */
	public static Policy peakEwma() {
		return new PeakEwmaPolicy(PolicySettings.DEFAULT.peakEwma());
	}

	/**
	 * The same instance for the same key; {@link Policy#with(PolicySettings)} says where
	 * the key is.
	 * @return the policy {@code consistent-hash}
	 */
	public static Policy consistentHash() {
		return new ConsistentHashPolicy();
	}

	/**
	 * All of them.
	 * @return the policies, the default first
	 */
	public static List<Policy> all() {
		return List.of(leastRequest(), roundRobin(), random(), weighted(), peakEwma(), consistentHash());
	}

}
