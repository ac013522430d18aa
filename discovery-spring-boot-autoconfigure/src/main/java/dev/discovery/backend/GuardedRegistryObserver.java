package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the failures of an observer away from what it observes.
 */
final class GuardedRegistryObserver implements RegistryObserver {

	private static final Log logger = LogFactory.getLog(GuardedRegistryObserver.class);

	private final RegistryObserver delegate;

	GuardedRegistryObserver(RegistryObserver delegate) {
		this.delegate = delegate;
	}

	@Override
	public ExchangeObservation exchanging(String backend, String operation) {
		try {
			ExchangeObservation observed = this.delegate.exchanging(backend, operation);
			return (observed == ExchangeObservation.NONE) ? observed
					: (outcome, cause) -> guard(() -> observed.ended(outcome, cause));
		}
		catch (RuntimeException ex) {
			logger.debug("A registry observer failed", ex);
			return ExchangeObservation.NONE;
		}
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		guard(() -> this.delegate.exchanged(backend, operation, outcome, took));
	}

	@Override
	public void doubted(String backend, String reason) {
		guard(() -> this.delegate.doubted(backend, reason));
	}

	@Override
	public void dropped(String backend, String reason) {
		guard(() -> this.delegate.dropped(backend, reason));
	}

	@Override
	public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
		guard(() -> this.delegate.leased(backend, instance, state, cause));
	}

	private static void guard(Runnable event) {
		try {
			event.run();
		}
		catch (RuntimeException ex) {
			logger.debug("A registry observer failed", ex);
		}
	}

}
