package dev.discovery.observe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Lease;
import dev.discovery.balancing.Pool;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Tells several observers, none of which throws, one after another.
 */
final class CompositeDiscoveryObserver implements DiscoveryObserver {

	private final List<DiscoveryObserver> all;

	CompositeDiscoveryObserver(List<DiscoveryObserver> all) {
		this.all = List.copyOf(all);
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		this.all.forEach((each) -> each.exchanged(backend, operation, outcome, took));
	}

	@Override
	public void dropped(String backend, String reason) {
		this.all.forEach((each) -> each.dropped(backend, reason));
	}

	@Override
	public void doubted(String backend, String reason) {
		this.all.forEach((each) -> each.doubted(backend, reason));
	}

	@Override
	public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
		this.all.forEach((each) -> each.leased(backend, instance, state, cause));
	}

	/**
	 * Those who count nothing must not cost a lookup anything.
	 */
	@Override
	public LookupRecorder opened(ServiceEntry entry) {
		LookupRecorder[] recorders = this.all.stream()
			.map((each) -> each.opened(entry))
			.filter((recorder) -> !Objects.equals(recorder, LookupRecorder.NONE))
			.toArray(LookupRecorder[]::new);
		return switch (recorders.length) {
			case 0 -> LookupRecorder.NONE;
			case 1 -> recorders[0];
			default -> new CompositeLookupRecorder(recorders);
		};
	}

	@Override
	public void changed(ServiceEntry entry, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		this.all.forEach((each) -> each.changed(entry, previous, current));
	}

	@Override
	public void stale(ServiceEntry entry) {
		this.all.forEach((each) -> each.stale(entry));
	}

	@Override
	public void recovered(ServiceEntry entry) {
		this.all.forEach((each) -> each.recovered(entry));
	}

	@Override
	public void held(ServiceEntry entry, int missing) {
		this.all.forEach((each) -> each.held(entry, missing));
	}

	@Override
	public void closed(ServiceEntry entry) {
		this.all.forEach((each) -> each.closed(entry));
	}

	@Override
	public void retried(String serviceId, Outcome why) {
		this.all.forEach((each) -> each.retried(serviceId, why));
	}

	@Override
	public void exhausted(String serviceId) {
		this.all.forEach((each) -> each.exhausted(serviceId));
	}

	@Override
	public void pooled(String serviceId, Pool pool) {
		this.all.forEach((each) -> each.pooled(serviceId, pool));
	}

	@Override
	public void ejected(String serviceId, Instance instance, Ejection ejection) {
		this.all.forEach((each) -> each.ejected(serviceId, instance, ejection));
	}

	@Override
	public void revived(String serviceId, Instance instance, Ejection ejection) {
		this.all.forEach((each) -> each.revived(serviceId, instance, ejection));
	}

	@Override
	public void probed(String serviceId, Instance instance, @Nullable String ailment) {
		this.all.forEach((each) -> each.probed(serviceId, instance, ailment));
	}

	@Override
	public void panicked(String serviceId, boolean begun) {
		this.all.forEach((each) -> each.panicked(serviceId, begun));
	}

}
