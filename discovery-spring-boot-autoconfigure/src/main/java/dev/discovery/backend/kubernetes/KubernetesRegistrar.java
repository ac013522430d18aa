package dev.discovery.backend.kubernetes;

import java.time.Duration;

import dev.discovery.backend.GrantedLease;
import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Registers nothing: Kubernetes makes endpoints of pods itself, and hears of their
 * readiness through their probes. Safe for use by several threads.
 */
public final class KubernetesRegistrar implements ServiceRegistrar {

	private static final Log logger = LogFactory.getLog(KubernetesRegistrar.class);

	/**
	 * From the moment that a pod is told to end until its endpoints are gone everywhere:
	 * the endpoint slices are written within a second or so, and watched.
	 */
	private static final Duration PROPAGATION = Duration.ofSeconds(5);

	@Override
	public Lease register(Instance self, Health initial) {
		logger.info("Kubernetes registers pods itself, so " + self.getInstanceId()
				+ " isn't registered: it is found through the service that selects its pod, once its readiness probe passes");
		return new GrantedLease(self);
	}

	@Override
	public Duration propagation() {
		return PROPAGATION;
	}

}
