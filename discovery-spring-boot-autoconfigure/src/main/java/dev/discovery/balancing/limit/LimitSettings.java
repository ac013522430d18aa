package dev.discovery.balancing.limit;

/**
 * How many calls may be under way at once.
 *
 * @param perService at most so many of one service, 0 for any number
 * @param perInstance at most so many at one instance, 0 for any number
 */
public record LimitSettings(int perService, int perInstance) {

	/**
	 * What suits nearly everybody. From Envoy's circuit breakers ({@code max_requests}).
	 */
	public static final LimitSettings DEFAULT = new LimitSettings(1_024, 0);

}
