package dev.discovery.balancing.route;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One rule: requests that match go to a destination.
 *
 * @param match which requests
 * @param weights the subsets that they go to, by name, and how many parts of the requests
 * each gets; empty where they go to another service
 * @param service the other service that they go to, null if they stay
 * @param otherwise what happens where there is nobody who is fit
 */
public record Route(RequestMatch match, Map<String, Integer> weights, @Nullable String service, Otherwise otherwise) {

	/**
	 * Checks what it is given.
	 * @param match which requests
	 * @param weights the subsets that they go to and their parts
	 * @param service the other service that they go to, null if they stay
	 * @param otherwise what happens where there is nobody who is fit
	 */
	public Route {
		if (weights.isEmpty() == (service == null)) {
			throw new IllegalArgumentException("A route needs one destination: subsets, or another service");
		}
		long sum = 0;
		for (int weight : weights.values()) {
			if (weight < 0) {
				throw new IllegalArgumentException("The weight " + weight + " is negative");
			}
			sum += weight;
		}
		if (service == null && (sum == 0 || sum > Integer.MAX_VALUE)) {
			throw new IllegalArgumentException("The weights " + weights + " add up to " + sum);
		}
		weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
	}

	/**
	 * Begins a rule.
	 * @param match which requests
	 * @return the rule, without a destination yet
	 */
	public static When when(RequestMatch match) {
		return new When(match);
	}

	/**
	 * Begins a rule for every request.
	 * @return the rule, without a destination yet
	 */
	public static When always() {
		return new When(RequestMatch.ANY);
	}

	/**
	 * The same, which refuses a call where its destination has nobody who is fit.
	 * @return the rule
	 */
	public Route orRefuse() {
		return new Route(this.match, this.weights, this.service, Otherwise.REFUSE);
	}

	/**
	 * A rule that has no destination yet.
	 *
	 * @param match which requests
	 */
	public record When(RequestMatch match) {

		/**
		 * They go to a subset.
		 * @param subset its name
		 * @return the rule
		 */
		public Route to(String subset) {
			return to(Map.of(subset, 1));
		}

		/**
		 * They go to several subsets.
		 * @param weights their names, and how many parts of the requests each gets
		 * @return the rule
		 */
		public Route to(Map<String, Integer> weights) {
			return new Route(this.match, weights, null, Otherwise.ALL);
		}

		/**
		 * They go to another service, whose own rules don't count.
		 * @param serviceId the service
		 * @return the rule
		 */
		public Route toService(String serviceId) {
			return new Route(this.match, Map.of(), serviceId, Otherwise.ALL);
		}

	}

}
