package dev.discovery.cloud.loadbalancer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.log.Field;
import dev.discovery.log.StateLog;

/**
 * Logs that a service has nobody to call: once when it begins and once when it is over,
 * however many calls there are meanwhile.
 * <p>
 * Safe for use by several threads.
 */
final class Shortages {

	private static final StateLog logger = StateLog.of(Shortages.class);

	/** Names may come from outside, and must not fill the memory. */
	private static final int MAX_SERVICES = 1_000;

	private final Set<String> services = ConcurrentHashMap.newKeySet();

	void begins(String serviceId, IllegalStateException why) {
		if (this.services.size() < MAX_SERVICES && this.services.add(serviceId)) {
			logger.entered(String.valueOf(why.getMessage()), Field.service(serviceId));
		}
	}

	void ends(String serviceId) {
		if (!this.services.isEmpty() && this.services.remove(serviceId)) {
			logger.left("'" + serviceId + "' can be called again", Field.service(serviceId));
		}
	}

}
