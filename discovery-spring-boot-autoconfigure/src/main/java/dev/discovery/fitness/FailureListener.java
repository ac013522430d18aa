package dev.discovery.fitness;

/**
 * Hears of failures, on the thread of the call; must not block or throw.
 */
@FunctionalInterface
public interface FailureListener {

	/**
	 * Hears nothing.
	 */
	FailureListener NONE = (stats, points) -> {
	};

	/**
	 * A call failed.
	 * @param stats whose
	 * @param points the failures in a row, weighted
	 */
	void failed(InstanceStats stats, int points);

}
