package dev.discovery.backend.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
		return new Nothing(self);
	}

	@Override
	public Duration propagation() {
		return PROPAGATION;
	}

	/**
	 * A lease that is held as long as the application likes.
	 */
	private static final class Nothing implements Lease {

		private final Instance instance;

		private volatile State state = State.HELD;

		Nothing(Instance instance) {
			this.instance = instance;
		}

		@Override
		public Instance instance() {
			return this.instance;
		}

		@Override
		public State state() {
			return this.state;
		}

		@Override
		public void report(Health health) {
			// the readiness probe says it
		}

		@Override
		public CompletionStage<Void> release() {
			this.state = State.RELEASED;
			return CompletableFuture.completedStage(null);
		}

	}

}
