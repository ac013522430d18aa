package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;

/**
 * How services are read. All of it checked already.
 *
 * @param fetchInterval how often the servers are asked what has changed, a tenth sooner
 * by chance
 * @param regions remote regions whose applications the servers know too, and which are
 * wanted
 */
public record EurekaReading(Duration fetchInterval, List<String> regions) {

	/**
	 * Every 5 s, the servers' own region only.
	 */
	public static final EurekaReading DEFAULT = new EurekaReading(Duration.ofSeconds(5), List.of());

	/** How often applications renew their leases, unless they are told otherwise. */
	private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(30);

	/** How long a server's response cache may hide a change, by its default. */
	private static final Duration USUAL_CACHE = Duration.ofSeconds(30);

	/**
	 * Copies the regions.
	 */
	public EurekaReading {
		regions = List.copyOf(regions);
	}

	/**
	 * How long it takes, after a server has lost its data, until it lists everybody again
	 * to its readers: the registered find out at their next heartbeat.
	 */
	Duration recovery() {
		return USUAL_HEARTBEAT.plus(USUAL_CACHE).plus(this.fetchInterval.multipliedBy(2));
	}

}
