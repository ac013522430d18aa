package dev.discovery.balancing;

import java.time.Duration;
import java.util.Locale;

import dev.discovery.fitness.Ejection;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Makes known what a judge finds, in the log and to the observer: one warning when
 * something is entered, one line when it is left. Used by one thread at a time.
 */
final class JudgeLog {

	private static final StateLog logger = StateLog.of(Judge.class);

	private final String serviceId;

	private final BalancingObserver observer;

	private boolean panic;

	JudgeLog(String serviceId, BalancingObserver observer) {
		this.serviceId = serviceId;
		this.observer = observer;
	}

	void ejected(Instance instance, Ejection ejection) {
		logger.entered("Ejected " + instance + " of '" + this.serviceId + "' for "
				+ Duration.ofNanos(ejection.until() - ejection.since()).toMillis() + " ms: " + ejection.detail(),
				Field.service(this.serviceId), Field.instance(instance.getInstanceId()),
				Field.reason(ejection.reason().name().toLowerCase(Locale.ROOT)));
		this.observer.ejected(this.serviceId, instance, ejection);
	}

	void revived(Instance instance, Ejection ejection) {
		logger.left(instance + " of '" + this.serviceId + "' gets calls again", about(instance));
		this.observer.revived(this.serviceId, instance, ejection);
	}

	void probed(Instance instance, @Nullable String ailment) {
		if (ailment != null) {
			logger.entered(instance + " of '" + this.serviceId + "' fails its health check: " + ailment,
					about(instance));
		}
		else {
			logger.left(instance + " of '" + this.serviceId + "' passes its health check again", about(instance));
		}
		this.observer.probed(this.serviceId, instance, ailment);
	}

	/**
	 * Takes note of a new pool.
	 */
	void built(Pool pool) {
		if (pool.selection().panic() == this.panic) {
			return;
		}
		this.panic = pool.selection().panic();
		if (this.panic) {
			logger.entered("So few instances of '" + this.serviceId + "' are fit that all are used: this may be about "
					+ "the way there, and not about them", Field.service(this.serviceId));
		}
		else {
			logger.left("Enough instances of '" + this.serviceId + "' are fit again", Field.service(this.serviceId));
		}
		this.observer.panicked(this.serviceId, this.panic);
	}

	private Field[] about(Instance instance) {
		return new Field[] { Field.service(this.serviceId), Field.instance(instance.getInstanceId()) };
	}

}
