package dev.discovery.backend;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		try {
			this.delegate.exchanged(backend, operation, outcome, took);
		}
		catch (RuntimeException ex) {
			logger.debug("A registry observer failed", ex);
		}
	}

	@Override
	public void doubted(String backend, String reason) {
		try {
			this.delegate.doubted(backend, reason);
		}
		catch (RuntimeException ex) {
			logger.debug("A registry observer failed", ex);
		}
	}

	@Override
	public void dropped(String backend, String reason) {
		try {
			this.delegate.dropped(backend, reason);
		}
		catch (RuntimeException ex) {
			logger.debug("A registry observer failed", ex);
		}
	}

}
