package dev.discovery.balancing.limit;

/**
 * Why a call was refused although there may be instances for it.
 */
public enum Refusal {

	/**
	 * As many calls of the service are under way as there may be.
	 */
	SERVICE_LIMIT,

	/**
	 * Every instance has as many calls under way as it may have.
	 */
	INSTANCE_LIMIT,

	/**
	 * So many calls of the service fail that its circuit is open.
	 */
	CIRCUIT_OPEN

}
