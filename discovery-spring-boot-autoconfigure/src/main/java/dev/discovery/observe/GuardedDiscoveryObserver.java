package dev.discovery.observe;

import java.time.Duration;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Lease;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.balancing.Pool;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on and logs what the other throws: a meter that can't be registered
 * must not cost a call.
 */
final class GuardedDiscoveryObserver implements DiscoveryObserver {

	private static final Log logger = LogFactory.getLog(GuardedDiscoveryObserver.class);

	private final DiscoveryObserver delegate;

	private final RegistryObserver registries;

	GuardedDiscoveryObserver(DiscoveryObserver delegate) {
		this.delegate = delegate;
		this.registries = RegistryObserver.guarded(delegate);
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		this.registries.exchanged(backend, operation, outcome, took);
	}

	@Override
	public void dropped(String backend, String reason) {
		this.registries.dropped(backend, reason);
	}

	@Override
	public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
		guard(() -> this.delegate.leased(backend, instance, state, cause));
	}

	@Override
	public void doubted(String backend, String reason) {
		this.registries.doubted(backend, reason);
	}

	@Override
	public LookupRecorder opened(ServiceEntry entry) {
		return guard(() -> this.delegate.opened(entry), LookupRecorder.NONE);
	}

	@Override
	public void changed(ServiceEntry entry, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		guard(() -> this.delegate.changed(entry, previous, current));
	}

	@Override
	public void stale(ServiceEntry entry) {
		guard(() -> this.delegate.stale(entry));
	}

	@Override
	public void recovered(ServiceEntry entry) {
		guard(() -> this.delegate.recovered(entry));
	}

	@Override
	public void held(ServiceEntry entry, int missing) {
		guard(() -> this.delegate.held(entry, missing));
	}

	@Override
	public void closed(ServiceEntry entry) {
		guard(() -> this.delegate.closed(entry));
	}

	@Override
	public void retried(String serviceId, Outcome why) {
		guard(() -> this.delegate.retried(serviceId, why));
	}

	@Override
	public void exhausted(String serviceId) {
		guard(() -> this.delegate.exhausted(serviceId));
	}

	@Override
	public void pooled(String serviceId, Pool pool) {
		guard(() -> this.delegate.pooled(serviceId, pool));
	}

	@Override
	public void ejected(String serviceId, Instance instance, Ejection ejection) {
		guard(() -> this.delegate.ejected(serviceId, instance, ejection));
	}

	@Override
	public void revived(String serviceId, Instance instance, Ejection ejection) {
		guard(() -> this.delegate.revived(serviceId, instance, ejection));
	}

	@Override
	public void probed(String serviceId, Instance instance, @Nullable String ailment) {
		guard(() -> this.delegate.probed(serviceId, instance, ailment));
	}

	@Override
	public void panicked(String serviceId, boolean begun) {
		guard(() -> this.delegate.panicked(serviceId, begun));
	}

	private static void guard(Runnable event) {
		guard(() -> {
			event.run();
			return true;
		}, false);
	}

	private static <T> T guard(Supplier<T> event, T otherwise) {
		try {
			return event.get();
		}
		catch (RuntimeException ex) {
			logger.warn("An observer failed; discovery goes on without that observation", ex);
			return otherwise;
		}
	}

}
