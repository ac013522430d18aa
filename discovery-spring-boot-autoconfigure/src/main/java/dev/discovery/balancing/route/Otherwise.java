package dev.discovery.balancing.route;

/**
 * What happens where a destination has nobody who is fit.
 */
public enum Otherwise {

	/**
	 * All instances of the service are used, those outside the destination last.
	 */
	ALL,

	/**
	 * The call is refused.
	 */
	REFUSE

}
