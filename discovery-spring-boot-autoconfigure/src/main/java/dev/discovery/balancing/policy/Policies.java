package dev.discovery.balancing.policy;

import java.util.List;

/**
 * The policies that come with the starter.
 */
public final class Policies {

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
	 * All of them.
	 * @return the policies, the default first
	 */
	public static List<Policy> all() {
		return List.of(leastRequest(), roundRobin(), random());
	}

}
