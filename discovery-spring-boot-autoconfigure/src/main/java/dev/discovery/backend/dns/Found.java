package dev.discovery.backend.dns;

import java.util.List;

/**
 * What was found of a service.
 *
 * @param exists whether there are records at all
 * @param endpoints whom they name
 * @param ttl how long that holds, in seconds
 */
record Found(boolean exists, List<Endpoint> endpoints, long ttl) {

	Found noLongerThan(long other) {
		return new Found(this.exists, this.endpoints, Math.min(this.ttl, other));
	}

}
