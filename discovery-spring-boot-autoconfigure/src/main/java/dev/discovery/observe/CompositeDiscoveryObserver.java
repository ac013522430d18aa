package dev.discovery.observe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.ExchangeObservation;
import dev.discovery.backend.Lease;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells several observers, one after another, and keeps what they throw to itself: a
 * meter that can't be registered must not cost a call.
 */
final class CompositeDiscoveryObserver implements DiscoveryObserver {

	private static final Log logger = LogFactory.getLog(CompositeDiscoveryObserver.class);

	private final List<DiscoveryObserver> all;

	/** Those that were complained of once. */
	private final Set<Class<?>> broken = ConcurrentHashMap.newKeySet();

	CompositeDiscoveryObserver(List<? extends DiscoveryObserver> all) {
		this.all = List.copyOf(all);
	}

	@Override
	public ExchangeObservation exchanging(String backend, String operation) {
		List<ExchangeObservation> observations = this.all.stream()
			.map((each) -> guarded(each,
					guard(each, () -> each.exchanging(backend, operation), ExchangeObservation.NONE)))
			.filter((observation) -> !Objects.equals(observation, ExchangeObservation.NONE))
			.toList();
		return switch (observations.size()) {
			case 0 -> ExchangeObservation.NONE;
			case 1 -> observations.get(0);
			default -> (outcome, cause) -> observations.forEach((each) -> each.ended(outcome, cause));
		};
	}

	private ExchangeObservation guarded(DiscoveryObserver observer, ExchangeObservation observation) {
		return Objects.equals(observation, ExchangeObservation.NONE) ? observation
				: (outcome, cause) -> guard(observer, () -> observation.ended(outcome, cause));
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		tell((each) -> each.exchanged(backend, operation, outcome, took));
	}

	@Override
	public void dropped(String backend, String reason) {
		tell((each) -> each.dropped(backend, reason));
	}

	@Override
	public void doubted(String backend, String reason) {
		tell((each) -> each.doubted(backend, reason));
	}

	@Override
	public void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
		tell((each) -> each.leased(backend, instance, state, cause));
	}

	/**
	 * Those who count nothing must not cost a lookup anything.
	 */
	@Override
	public LookupRecorder opened(ServiceEntry entry) {
		LookupRecorder[] recorders = this.all.stream()
			.map((each) -> guard(each, () -> each.opened(entry), LookupRecorder.NONE))
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
		tell((each) -> each.changed(entry, previous, current));
	}

	@Override
	public void stale(ServiceEntry entry) {
		tell((each) -> each.stale(entry));
	}

	@Override
	public void recovered(ServiceEntry entry) {
		tell((each) -> each.recovered(entry));
	}

	@Override
	public void held(ServiceEntry entry, int missing) {
		tell((each) -> each.held(entry, missing));
	}

	@Override
	public void closed(ServiceEntry entry) {
		tell((each) -> each.closed(entry));
	}

	@Override
	public void retried(String serviceId, Outcome why) {
		tell((each) -> each.retried(serviceId, why));
	}

	@Override
	public void exhausted(String serviceId) {
		tell((each) -> each.exhausted(serviceId));
	}

	@Override
	public void refused(String serviceId, Refusal why) {
		tell((each) -> each.refused(serviceId, why));
	}

	@Override
	public void limited(String serviceId, String detail) {
		tell((each) -> each.limited(serviceId, detail));
	}

	@Override
	public void circuit(String serviceId, CircuitState state, String detail) {
		tell((each) -> each.circuit(serviceId, state, detail));
	}

	@Override
	public void listed(String serviceId, List<Candidate> now, List<InstanceStats> left) {
		tell((each) -> each.listed(serviceId, now, left));
	}

	@Override
	public void pooled(String serviceId, Pool pool) {
		tell((each) -> each.pooled(serviceId, pool));
	}

	@Override
	public void ejected(String serviceId, Instance instance, Ejection ejection) {
		tell((each) -> each.ejected(serviceId, instance, ejection));
	}

	@Override
	public void revived(String serviceId, Instance instance, Ejection ejection) {
		tell((each) -> each.revived(serviceId, instance, ejection));
	}

	@Override
	public void probed(String serviceId, Instance instance, @Nullable String ailment) {
		tell((each) -> each.probed(serviceId, instance, ailment));
	}

	@Override
	public void panicked(String serviceId, boolean begun) {
		tell((each) -> each.panicked(serviceId, begun));
	}

	private void tell(Consumer<DiscoveryObserver> event) {
		for (DiscoveryObserver each : this.all) {
			guard(each, () -> event.accept(each));
		}
	}

	private void guard(DiscoveryObserver observer, Runnable event) {
		guard(observer, () -> {
			event.run();
			return true;
		}, false);
	}

	private <T> T guard(DiscoveryObserver observer, Supplier<T> event, T otherwise) {
		try {
			return event.get();
		}
		catch (RuntimeException ex) {
			if (this.broken.add(observer.getClass())) {
				logger.warn("The observer " + observer.getClass().getName()
						+ " failed; discovery goes on without that observation, and without a word the next time", ex);
			}
			else {
				logger.debug("The observer " + observer.getClass().getName() + " failed again", ex);
			}
			return otherwise;
		}
	}

}
