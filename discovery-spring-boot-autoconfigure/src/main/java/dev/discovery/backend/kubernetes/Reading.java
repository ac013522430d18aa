package dev.discovery.backend.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.model.Instance;

/**
 * What is made of some services, by their ids.
 *
 * @param services the instances of those that can be understood
 * @param failed what is wrong with the others
 */
record Reading(Map<String, List<Instance>> services, Map<String, BackendException> failed) {

	static Reading of(Content content, Collection<ServiceName> services, String ownNamespace, Troubles troubles) {
		Reading reading = new Reading(new HashMap<>(), new HashMap<>());
		for (ServiceName service : services) {
			String id = service.id(ownNamespace);
			try {
				reading.services.put(id, content.instances(service));
				troubles.over(service);
			}
			catch (BackendException ex) {
				reading.failed.put(id, ex);
				troubles.found(service, ex);
			}
		}
		return reading;
	}

}
