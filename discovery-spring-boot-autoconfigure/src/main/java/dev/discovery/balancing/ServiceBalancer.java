package dev.discovery.balancing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.directory.SnapshotListener;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One service's pool, rebuilt at each change with the same stats and the same rotation.
 * <p>
 * Rebuilt by the entry's notifications, one at a time; read by any thread.
 */
final class ServiceBalancer implements SnapshotListener {

	private static final Log logger = LogFactory.getLog(ServiceBalancer.class);

	/** Done with the first pool, or with the first one after there was none any more. */
	private volatile CompletableFuture<Pool> first = new CompletableFuture<>();

	private final ServiceEntry entry;

	private final PoolFactory factory;

	private final Rotation rotation;

	private final Ticker ticker;

	private final Consumer<ServiceBalancer> onClosed;

	/** By instance id; used by the notifications only. */
	private Map<String, Candidate> candidates = Map.of();

	private volatile @Nullable Pool pool;

	ServiceBalancer(ServiceEntry entry, PoolFactory factory, Randomness randomness, Ticker ticker,
			Consumer<ServiceBalancer> onClosed) {
		this.entry = entry;
		this.factory = factory;
		this.rotation = new Rotation(randomness);
		this.ticker = ticker;
		this.onClosed = onClosed;
	}

	ServiceEntry entry() {
		return this.entry;
	}

	@Nullable Pool pool() {
		return this.pool;
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
		Map<String, Candidate> next = new HashMap<>();
		for (Instance instance : current.instances()) {
			next.put(instance.getInstanceId(), candidate(instance));
		}
		this.candidates = next;
		Pool built = build(current, next);
		this.pool = built;
		this.first.complete(built);
	}

	/**
	 * A policy of the application's may fail; what is known must not be hidden by it.
	 */
	private Pool build(ServiceSnapshot current, Map<String, Candidate> next) {
		try {
			return this.factory.build(current, next, this.rotation);
		}
		catch (RuntimeException ex) {
			logger.error("The load-balancing policy of '" + current.serviceId()
					+ "' failed; its instances are picked in turn until the next change", ex);
			return this.factory.build(current, next, this.rotation, Policies.roundRobin());
		}
	}

	private Candidate candidate(Instance instance) {
		Candidate known = this.candidates.get(instance.getInstanceId());
		if (known == null) {
			return new Candidate(instance, new InstanceStats(this.ticker));
		}
		return known.instance().sameContent(instance) ? known : new Candidate(instance, known.stats());
	}

	@Override
	public void onExpired() {
		if (this.first.isDone()) {
			this.first = new CompletableFuture<>();
		}
		this.pool = null;
	}

	@Override
	public void onClosed() {
		this.onClosed.accept(this);
		this.first.cancel(false);
	}

}
