package dev.discovery.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;

import dev.discovery.balancing.Pool;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.model.ServiceSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * One followed service as the meters see it: counted under {@code other} until it is
 * known to have instances and there is room for one more name; gone with its entry.
 */
final class ServiceMeters implements LookupRecorder {

	private final ServiceEntry entry;

	private final MeterRegistry registry;

	private volatile LookupMeters lookups;

	/** Those that go with the service. */
	private final Set<Meter> own = ConcurrentHashMap.newKeySet();

	private volatile boolean promoted;

	private volatile Tags tags = Tags.empty();

	private volatile @Nullable Pool pool;

	private final AttemptTotals attempts = new AttemptTotals();

	private final AtomicBoolean circuit = new AtomicBoolean();

	private volatile boolean removed;

	private volatile int ejected;

	ServiceMeters(ServiceEntry entry, MeterRegistry registry, LookupMeters others) {
		this.entry = entry;
		this.registry = registry;
		this.lookups = others;
	}

	@Override
	public boolean hit(boolean stale) {
		return this.lookups.hit(stale);
	}

	@Override
	public void hitTook(long nanos) {
		this.lookups.hitTook(nanos);
	}

	@Override
	public void waited(boolean answered, long nanos) {
		this.lookups.waited(answered, nanos);
	}

	@Override
	public @Nullable LookupCounts counts() {
		return this.promoted ? this.lookups.counts() : null;
	}

	/** Gives the service meters of its own. */
	LookupMeters promote(Tags tags) {
		LookupMeters meters = new LookupMeters(this.registry, tags);
		meters.meters().forEach(this::own);
		own(gauge(DiscoveryMeter.INSTANCES, tags.and("state", "up"), ServiceMeters::up));
		own(gauge(DiscoveryMeter.INSTANCES, tags.and("state", "unhealthy"), ServiceMeters::unhealthy));
		own(gauge(DiscoveryMeter.INSTANCES, tags.and("state", "ejected"), (entry) -> this.ejected));
		own(Gauge.builder(DiscoveryMeter.SNAPSHOT_AGE.meterName(), this.entry, (entry) -> entry.age().toNanos() / 1e9)
			.description(DiscoveryMeter.SNAPSHOT_AGE.description())
			.baseUnit("seconds")
			.tags(tags)
			.register(this.registry));
		AttemptMeters.of(this.attempts, this.registry, tags).forEach(this::own);
		this.tags = tags;
		this.lookups = meters;
		this.promoted = true;
		showCircuit();
		return meters;
	}

	/** Takes a meter away with the service. */
	void own(Meter meter) {
		this.own.add(meter);
		if (this.removed) {
			this.registry.remove(meter);
		}
	}

	AttemptTotals attempts() {
		return this.attempts;
	}

	void pooled(Pool pool) {
		this.ejected = pool.selection().uncalled().length;
		this.pool = pool;
		showCircuit();
	}

	/** Whether it has a circuit breaker is known once it has a pool. */
	private void showCircuit() {
		Pool known = this.pool;
		if (this.promoted && known != null && known.admissionReport().circuit() != null
				&& this.circuit.compareAndSet(false, true)) {
			own(gauge(DiscoveryMeter.CIRCUIT_STATE, this.tags, (entry) -> circuitState()));
		}
	}

	private double circuitState() {
		Pool known = this.pool;
		CircuitState state = (known != null) ? known.admissionReport().circuit() : null;
		return switch ((state != null) ? state : CircuitState.CLOSED) {
			case CLOSED -> 0;
			case HALF_OPEN -> 0.5;
			case OPEN -> 1;
		};
	}

	/** Whether these are the meters of that entry, and not of one that followed it. */
	boolean isOf(ServiceEntry other) {
		return this.entry == other;
	}

	boolean isPromoted() {
		return this.promoted;
	}

	/** Takes the service's own meters away. */
	void remove() {
		this.removed = true;
		this.own.forEach(this.registry::remove);
	}

	private Gauge gauge(DiscoveryMeter meter, Tags tags, ToDoubleFunction<ServiceEntry> value) {
		return Gauge.builder(meter.meterName(), this.entry, value)
			.description(meter.description())
			.tags(tags)
			.register(this.registry);
	}

	private static double up(ServiceEntry entry) {
		ServiceSnapshot snapshot = entry.current();
		return (snapshot != null) ? snapshot.up().size() : 0;
	}

	private static double unhealthy(ServiceEntry entry) {
		ServiceSnapshot snapshot = entry.current();
		return (snapshot != null) ? snapshot.instances().size() - snapshot.up().size() : 0;
	}

}
