package dev.discovery.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import dev.discovery.balancing.Pool;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.model.Places;
import dev.discovery.model.ServiceSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Records every {@link DiscoveryMeter} with Micrometer.
 * <p>
 * At most {@value #MAX_SERVICES} services get a tag value of their own, and only those
 * that have instances; all others share {@value #OTHER}, so that names from outside can't
 * fill the meter registry.
 */
public final class MicrometerDiscoveryObserver implements DiscoveryObserver {

	private static final int MAX_SERVICES = 100;

	private static final String OTHER = "other";

	private static final long IMPLAUSIBLE_MILLIS = Duration.ofDays(1).toMillis();

	private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();

	private final Map<String, LookupMeters> named = new ConcurrentHashMap<>();

	private final AtomicLong retiredHits = new AtomicLong();

	private final AtomicLong retiredMisses = new AtomicLong();

	private final MeterRegistry registry;

	private final InstantSource wallClock;

	private final Tags backend;

	private final LookupMeters others;

	private final Timer propagation;

	/**
	 * Creates an observer.
	 * @param registry where the meters go
	 * @param wallClock the time of day
	 * @param backend the name of the backend
	 */
	public MicrometerDiscoveryObserver(MeterRegistry registry, InstantSource wallClock, String backend) {
		this.registry = registry;
		this.wallClock = wallClock;
		this.backend = Tags.of("backend", backend);
		this.others = new LookupMeters(registry, this.backend.and("service", OTHER));
		this.propagation = Timer.builder(DiscoveryMeter.PROPAGATION.meterName())
			.description(DiscoveryMeter.PROPAGATION.description())
			.tags(this.backend)
			.register(registry);
		cacheGets("hit", this.retiredHits, LookupMeters::hitCount);
		cacheGets("miss", this.retiredMisses, LookupMeters::missCount);
	}

	private void cacheGets(String result, AtomicLong retired, ToLongFunction<LookupMeters> count) {
		FunctionCounter
			.builder(DiscoveryMeter.CACHE_GETS.meterName(), this,
					(observer) -> retired.get() + count.applyAsLong(observer.others)
							+ observer.named.values().stream().mapToLong(count).sum())
			.description(DiscoveryMeter.CACHE_GETS.description())
			.tags("cache", "discovery", "result", result)
			.register(this.registry);
	}

	@Override
	public LookupRecorder opened(ServiceEntry entry) {
		ServiceMeters meters = new ServiceMeters(entry, this.registry, this.others);
		ServiceMeters before = this.services.put(entry.serviceId(), meters);
		if (before != null) {
			retire(entry.serviceId(), before);
		}
		return meters;
	}

	@Override
	public void changed(ServiceEntry entry, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		ServiceMeters meters = this.services.get(entry.serviceId());
		if (meters != null && !meters.isPromoted() && !current.instances().isEmpty()
				&& this.named.size() < MAX_SERVICES) {
			this.named.put(entry.serviceId(), meters.promote(this.backend.and("service", entry.serviceId())));
		}
		if (previous != null) {
			List<Instance> before = previous.known();
			Places places = new Places(before);
			for (Instance instance : current.instances()) {
				int place = places.of(instance);
				if (isNew((place != Places.NOWHERE) ? before.get(place) : null, instance)) {
					recordPropagation(instance);
				}
			}
		}
	}

	private static boolean isNew(@Nullable Instance before, Instance instance) {
		if (before == instance) {
			return false;
		}
		String stamp = instance.getMetadata().get(Instance.REGISTERED_AT);
		return stamp != null && (before == null || !stamp.equals(before.getMetadata().get(Instance.REGISTERED_AT)));
	}

	private void recordPropagation(Instance instance) {
		try {
			long stamp = Long.parseLong(instance.getMetadata().getOrDefault(Instance.REGISTERED_AT, ""));
			long took = this.wallClock.millis() - stamp;
			if (took >= 0 && took < IMPLAUSIBLE_MILLIS) {
				this.propagation.record(took, TimeUnit.MILLISECONDS);
			}
		}
		catch (NumberFormatException ex) {
			// somebody else's metadata under our name
		}
	}

	@Override
	public void closed(ServiceEntry entry) {
		ServiceMeters meters = this.services.get(entry.serviceId());
		if (meters != null && meters.isOf(entry) && this.services.remove(entry.serviceId(), meters)) {
			retire(entry.serviceId(), meters);
		}
	}

	private void retire(String serviceId, ServiceMeters meters) {
		LookupMeters lookups = this.named.remove(serviceId);
		if (lookups != null) {
			this.retiredHits.addAndGet(lookups.hitCount());
			this.retiredMisses.addAndGet(lookups.missCount());
		}
		meters.remove();
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		Timer.builder(DiscoveryMeter.BACKEND_REQUESTS.meterName())
			.description(DiscoveryMeter.BACKEND_REQUESTS.description())
			.tags("backend", backend, "operation", operation, "outcome", outcome)
			.register(this.registry)
			.record(took);
	}

	@Override
	public void dropped(String backend, String reason) {
		count(DiscoveryMeter.BACKEND_DROPPED, backend, reason);
	}

	@Override
	public void doubted(String backend, String reason) {
		count(DiscoveryMeter.BACKEND_DOUBTED, backend, reason);
	}

	private void count(DiscoveryMeter meter, String backend, String reason) {
		Counter.builder(meter.meterName())
			.description(meter.description())
			.tags("backend", backend, "reason", reason)
			.register(this.registry)
			.increment();
	}

	@Override
	public void retried(String serviceId, Outcome why) {
		count(DiscoveryMeter.RETRIES, serviceId, reason(why));
	}

	@Override
	public void exhausted(String serviceId) {
		count(DiscoveryMeter.RETRIES_EXHAUSTED, serviceId, Tags.empty());
	}

	@Override
	public void refused(String serviceId, Refusal why) {
		count(DiscoveryMeter.CALLS_REFUSED, serviceId, reason(why));
	}

	@Override
	public void ejected(String serviceId, Instance instance, Ejection ejection) {
		count(DiscoveryMeter.EJECTIONS, serviceId, reason(ejection.reason()));
	}

	@Override
	public void listed(String serviceId, List<Candidate> now, List<InstanceStats> left) {
		ServiceMeters meters = this.services.get(serviceId);
		if (meters != null) {
			meters.attempts().listed(now, left);
		}
	}

	@Override
	public void pooled(String serviceId, Pool pool) {
		ServiceMeters meters = this.services.get(serviceId);
		if (meters != null) {
			meters.pooled(pool);
		}
	}

	private static Tags reason(Enum<?> reason) {
		return Tags.of("reason", reason.name().toLowerCase(Locale.ROOT));
	}

	private void count(DiscoveryMeter meter, String serviceId, Tags more) {
		ServiceMeters meters = this.services.get(serviceId);
		String name = (meters != null && meters.isPromoted()) ? serviceId : OTHER;
		Counter counter = Counter.builder(meter.meterName())
			.description(meter.description())
			.tags(this.backend.and("service", name).and(more))
			.register(this.registry);
		counter.increment();
		if (meters != null && !OTHER.equals(name)) {
			meters.own(counter);
		}
	}

}
