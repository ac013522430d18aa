package dev.discovery.balancing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.discovery.balancing.SubsetCounters.Counters;
import dev.discovery.balancing.limit.Admission;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.Retries;
import dev.discovery.balancing.route.Subject;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.directory.SnapshotListener;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Pulse;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.SerialExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One service's pool, rebuilt with the same stats and the same rotation whenever the
 * snapshot or a verdict on an instance changes.
 * <p>
 * Everything that changes it runs one after another; the pool is read by any thread.
 */
final class ServiceBalancer implements SnapshotListener {

	private static final Log logger = LogFactory.getLog(ServiceBalancer.class);

	/** Done with the first pool, or with the first one after there was none any more. */
	private volatile CompletableFuture<Pool> first = new CompletableFuture<>();

	private final SerialExecutor serial = new SerialExecutor();

	private final ServiceEntry entry;

	private final PoolFactory factory;

	private final RoutedPoolFactory routed;

	private final BalancingRuntime runtime;

	private final Judges judges;

	private final Retries retries;

	private final Admission admission;

	private final Consumer<ServiceBalancer> onClosed;

	private final Candidates candidates;

	private volatile @Nullable Pool pool;

	private boolean closed;

	ServiceBalancer(ServiceEntry entry, ServiceSettings all, BalancingRuntime runtime, Pulse pulse,
			Consumer<ServiceBalancer> onClosed) {
		this.entry = entry;
		BalancingSettings settings = all.apply(entry.serviceId());
		Subject whole = Subject.service(entry.serviceId(), (name) -> all.property(entry.serviceId(), name));
		this.runtime = runtime;
		this.retries = new Retries(whole, settings.retry(), runtime.ticker(), runtime.randomness(), runtime.observer());
		this.admission = new Admission(whole, settings.limits(), settings.circuitBreaker(), runtime.ticker(),
				runtime.observer(), null);
		this.factory = new PoolFactory(Scope.WHOLE, settings, runtime.clientId(), new Rotation(runtime.randomness()),
				this.retries, this.admission);
		this.routed = new RoutedPoolFactory(entry.serviceId(), settings, runtime,
				new Counters(this.admission, this.retries));
		this.judges = new Judges(entry.serviceId(), settings, runtime, this::reviveIfHealthy);
		Summons summons = new Summons(this.judges, this::change);
		this.candidates = new Candidates(() -> new InstanceStats(runtime.ticker(), pulse, summons),
				this.judges::joined);
		this.onClosed = onClosed;
	}

	ServiceEntry entry() {
		return this.entry;
	}

	@Nullable Pool pool() {
		return this.pool;
	}

	Admission admission() {
		return this.admission;
	}

	/**
	 * Done soon after the entry's first answer.
	 * @return null if nothing is known, or no longer
	 */
	@Nullable CompletableFuture<Pool> first() {
		// in this order: once what was known is too old, the next first pool may be far
		CompletableFuture<Pool> next = this.first;
		return (this.entry.current() != null) ? next : null;
	}

	@Override
	public void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		this.serial.execute(() -> {
			List<InstanceStats> left = this.candidates.update(current, previous != null);
			this.runtime.observer().listed(current.serviceId(), this.candidates.all(), left);
			this.judges.instances(this.candidates.all());
			rebuild();
			if (this.runtime.prober() != null) {
				this.runtime.prober().follow(current.serviceId(), this.candidates.instances());
			}
		});
	}

	/**
	 * Has other routes from now on; what is known of the instances stays.
	 * @param latest asked when it is the routes' turn: those from now may be old by then
	 */
	void route(Supplier<Routing> latest) {
		change(() -> {
			Routing routing = latest.get();
			this.routed.route(routing);
			this.judges.route(routing);
			return true;
		});
	}

	/** A round of the judge's. */
	void tick() {
		change(this.judges::tick);
		this.retries.tick();
		this.admission.tick();
		this.serial.execute(this.routed::tick);
	}

	/** The active health check has changed its mind. */
	void probed(Instance instance, @Nullable String ailment) {
		change(() -> {
			Candidate candidate = this.candidates.get(instance.getInstanceId());
			return candidate != null && this.judges.probed(candidate, ailment);
		});
	}

	/** The time of an ejection is over, and it is asked first whether it is well. */
	private void reviveIfHealthy(ActiveProber prober, Candidate ejected) {
		prober.check(this.entry.serviceId(), ejected.instance()).thenAccept((healthy) -> {
			if (healthy) {
				change(() -> {
					Candidate latest = this.candidates.latest(ejected);
					return latest != null && this.judges.recovered(latest);
				});
			}
		});
	}

	CompletableFuture<Boolean> quarantine(String instanceId, Duration duration, String why) {
		return byHand(instanceId, (candidate) -> this.judges.quarantine(candidate, duration, why));
	}

	CompletableFuture<Boolean> release(String instanceId) {
		return byHand(instanceId, this.judges::release);
	}

	private CompletableFuture<Boolean> byHand(String instanceId, Predicate<Candidate> verdict) {
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		change(() -> {
			Candidate candidate = this.candidates.get(instanceId);
			return candidate != null && verdict.test(candidate);
		});
		this.serial.execute(() -> done.complete(this.candidates.get(instanceId) != null));
		return done;
	}

	/**
	 * Lets the judge do something, and builds a new pool if that changed who gets calls.
	 */
	private void change(BooleanSupplier verdict) {
		this.serial.execute(() -> {
			boolean changed = verdict.getAsBoolean();
			if (changed && this.pool != null) {
				rebuild();
			}
		});
	}

	private void rebuild() {
		Pool built = this.factory.build(this.candidates, null);
		built.route(routed(built));
		this.pool = built;
		this.first.complete(built);
		this.judges.built(built);
		this.runtime.observer().pooled(built.snapshot().serviceId(), built);
	}

	/**
	 * So may its routes.
	 */
	private @Nullable RoutedPools routed(Pool whole) {
		try {
			return this.routed.build(whole, this.candidates);
		}
		catch (RuntimeException ex) {
			logger.error("The routes of '" + whole.snapshot().serviceId()
					+ "' failed; its calls go to all of its instances until the next change", ex);
			return null;
		}
	}

	@Override
	public void onExpired() {
		this.serial.execute(() -> {
			if (this.first.isDone()) {
				this.first = new CompletableFuture<>();
			}
			this.pool = null;
		});
	}

	@Override
	public void onClosed() {
		this.serial.execute(() -> {
			if (!this.closed) {
				this.closed = true;
				if (this.runtime.prober() != null) {
					this.runtime.prober().forget(this.entry.serviceId());
				}
				this.onClosed.accept(this);
				this.first.cancel(false);
			}
		});
	}

}
