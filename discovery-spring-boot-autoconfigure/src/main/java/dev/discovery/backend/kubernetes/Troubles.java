package dev.discovery.backend.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

import dev.discovery.backend.BackendException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What is wrong with the services that can't be understood: logged when it is found and
 * when it is over, not each time that it is seen. For one thread at a time.
 */
final class Troubles {

	private static final Log logger = LogFactory.getLog(Troubles.class);

	private final String backendName;

	private final String ownNamespace;

	private final Map<ServiceName, String> known = new HashMap<>();

	Troubles(String backendName, String ownNamespace) {
		this.backendName = backendName;
		this.ownNamespace = ownNamespace;
	}

	void found(ServiceName service, BackendException trouble) {
		String message = String.valueOf(trouble.getMessage());
		if (!message.equals(this.known.put(service, message))) {
			logger.warn("'" + this.backendName + "': " + message);
		}
	}

	void over(ServiceName service) {
		if (this.known.remove(service) != null) {
			logger.info("'" + this.backendName + "': the service " + service.id(this.ownNamespace)
					+ " can be understood again, or is gone");
		}
	}

	/** Those of services that are no longer there are over. */
	void retainAll(Collection<ServiceName> services) {
		new HashSet<>(this.known.keySet()).stream()
			.filter((service) -> !services.contains(service))
			.forEach(this::over);
	}

}
