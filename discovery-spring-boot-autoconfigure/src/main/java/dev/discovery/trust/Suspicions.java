package dev.discovery.trust;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says of each service once that it has instances that aren't as they should be, and once
 * that they are good again. Remembers no more than a registry full of lies may cost.
 */
final class Suspicions {

	private static final Log logger = LogFactory.getLog(Suspicions.class);

	private static final int MAX_SERVICES = 1_000;

	private static final int MAX_INSTANCES = 100;

	private final Map<String, Set<String>> services = new HashMap<>();

	private volatile boolean none = true;

	void examined(Instance instance, @Nullable Flaw flaw, boolean refused) {
		if (flaw != null) {
			suspect(instance, flaw, refused);
		}
		else if (!this.none) {
			clear(instance);
		}
	}

	private synchronized void suspect(Instance instance, Flaw flaw, boolean refused) {
		Set<String> suspects = this.services.get(instance.getServiceId());
		if (suspects == null && this.services.size() < MAX_SERVICES) {
			suspects = new HashSet<>();
			this.services.put(instance.getServiceId(), suspects);
			this.none = false;
			logger.warn("The instance " + instance.getInstanceId() + " of the service " + instance.getServiceId()
					+ (refused ? " is left out: " : " is doubtful, and served all the same: ") + flaw.explanation()
					+ ". Others of this service are treated likewise without a word");
		}
		if (suspects != null && suspects.size() < MAX_INSTANCES) {
			suspects.add(instance.getInstanceId());
		}
	}

	private synchronized void clear(Instance instance) {
		Set<String> suspects = this.services.get(instance.getServiceId());
		if (suspects != null && suspects.remove(instance.getInstanceId()) && suspects.isEmpty()) {
			this.services.remove(instance.getServiceId());
			this.none = this.services.isEmpty();
			logger.info("The instances of the service " + instance.getServiceId() + " are as they should be again");
		}
	}

}
