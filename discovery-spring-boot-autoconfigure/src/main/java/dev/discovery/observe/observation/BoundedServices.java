package dev.discovery.observe.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which services have a tag value of their own: the first {@value #MAX_SERVICES} that an
 * instance was found for, for good, since the timers of observations are for good. All
 * others share {@value #OTHER}, so that names from outside can't fill the meter registry.
 */
final class BoundedServices {

	private static final int MAX_SERVICES = 100;

	private static final String OTHER = "other";

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	/**
	 * An instance of it was found. Two that come at once may both get the last place.
	 */
	void claim(String serviceId) {
		if (this.named.size() < MAX_SERVICES) {
			this.named.add(serviceId);
		}
	}

	String name(String serviceId) {
		return this.named.contains(serviceId) ? serviceId : OTHER;
	}

}
