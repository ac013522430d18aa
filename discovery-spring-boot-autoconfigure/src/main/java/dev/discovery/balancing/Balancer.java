package dev.discovery.balancing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.Limits;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.ServiceDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets a call.
 * <p>
 * A pick takes no lock, allocates nothing and doesn't depend on the number of instances;
 * only the first one of a service may wait for the registry. Safe for use by several
 * threads.
 */
public final class Balancer {

	private final ServiceDirectory directory;

	private final BalancingRuntime runtime;

	private final ServiceBalancers services;

	/** Those of them that there are: a pick finds its own without another step. */
	private final Map<String, ServiceBalancer> known;

	/**
	 * Creates a balancer.
	 * @param directory what is known about services
	 * @param settings how each service is balanced
	 * @param runtime clock, timers, chance, and who hears of it all
	 */
	public Balancer(ServiceDirectory directory, ServiceSettings settings, BalancingRuntime runtime) {
		this.directory = directory;
		this.runtime = runtime;
		this.services = new ServiceBalancers(directory, settings, runtime);
		this.known = this.services.known();
	}

	/**
	 * Sends calls where these rules say from now on. What is known of instances stays,
	 * and so does the destination of calls that have begun.
	 * @param changed the rules of all services
	 */
	public void route(Routing changed) {
		this.services.route(changed);
	}

	/**
	 * Picks an instance. Whoever calls it keeps its stats up to date; {@link #call} does
	 * both.
	 * @param serviceId the service
	 * @param context what is known about the call
	 * @return the candidate, or null if there is none
	 * @throws dev.discovery.directory.NoAnswerException if the registry has never
	 * answered
	 */
	public @Nullable Candidate pick(String serviceId, PickContext context) {
		Pool whole = pool(serviceId);
		RoutedPools routed = whole.routed();
		return ((routed != null) ? routed.pool(context.request(), this) : whole).pick(context);
	}

	/**
	 * Who may get a service's calls, waiting for the first answer of the registry where
	 * there was none yet.
	 * @param serviceId the service
	 * @return its pool as of now
	 * @throws dev.discovery.directory.NoAnswerException if the registry has never
	 * answered
	 */
	public Pool pool(String serviceId) {
		ServiceBalancer known = this.known.get(serviceId);
		if (known != null) {
			Pool pool = known.pool();
			if (pool != null) {
				this.directory.recordHit(known.entry());
				return pool;
			}
		}
		return this.services.firstPool(serviceId);
	}

	/**
	 * Who may get a call, as the service's routes say. Each question counts for the
	 * shares of the routes, so a call is routed once; its other attempts stay where it
	 * went.
	 * @param serviceId the service
	 * @param request what is sent
	 * @return the service's pool, that of a part of it, or another service's
	 * @throws dev.discovery.directory.NoAnswerException if the registry has never
	 * answered
	 */
	public Pool pool(String serviceId, RequestView request) {
		Pool whole = pool(serviceId);
		RoutedPools routed = whole.routed();
		return (routed != null) ? routed.pool(request, this) : whole;
	}

	/**
	 * What {@link #pool(String, RequestView)} returns, without blocking the caller.
	 * @param serviceId the service
	 * @param request what is sent
	 * @return the pool, or a {@link dev.discovery.directory.NoAnswerException}
	 */
	public CompletionStage<Pool> poolAsync(String serviceId, RequestView request) {
		return poolAsync(serviceId).thenCompose((whole) -> {
			RoutedPools routed = whole.routed();
			return (routed != null) ? routed.poolAsync(request, this) : CompletableFuture.completedFuture(whole);
		});
	}

	/** Who may get the calls now that went to a pool. */
	Pool latest(Pool pool) {
		Pool whole = known(pool.snapshot().serviceId());
		if (whole == null || pool.scope().isWhole()) {
			return (whole != null) ? whole : pool;
		}
		return (whole.routed() != null) ? whole.routed().latest(pool) : pool;
	}

	/**
	 * What {@link #pool(String)} returns, without blocking the caller.
	 * @param serviceId the service
	 * @return the pool, or a {@link dev.discovery.directory.NoAnswerException}
	 */
	public CompletionStage<Pool> poolAsync(String serviceId) {
		ServiceBalancer known = this.known.get(serviceId);
		Pool pool = (known != null) ? known.pool() : null;
		if (known != null && pool != null) {
			this.directory.recordHit(known.entry());
			return CompletableFuture.completedFuture(pool);
		}
		return this.services.firstPoolAsync(serviceId);
	}

	/**
	 * Begins a logical call: one request with its retries.
	 * @param pool who may get it
	 * @param request what is sent
	 * @param idempotent whether it may be sent twice
	 * @return the call, for one thread at a time
	 */
	public Call call(Pool pool, RequestView request, boolean idempotent) {
		return new Call(this, pool, request, idempotent, pool.retries().maxAttempts());
	}

	/**
	 * Begins a logical call of one attempt, for those who do their own retries.
	 * @param pool who may get it
	 * @param request what is sent
	 * @return the call, for one thread at a time
	 */
	public Call callOnce(Pool pool, RequestView request) {
		return new Call(this, pool, request, false, Call.ONCE);
	}

	/**
	 * Who may get a service's calls, as far as it is known; neither waits nor begins to
	 * follow the service.
	 * @param serviceId the service
	 * @return its pool as of now, or null if nothing is known
	 */
	public @Nullable Pool known(String serviceId) {
		ServiceBalancer known = this.known.get(serviceId);
		return (known != null) ? known.pool() : null;
	}

	/**
	 * Tells what is known about a service and why each instance is or isn't picked.
	 * @param serviceId the service
	 * @return the report; says so where nothing is known
	 */
	public ServiceReport explain(String serviceId) {
		return ServiceReport.of(this.services.get(serviceId), null, this, this.runtime.ticker().nanos());
	}

	/**
	 * Tells what {@link #explain(String)} tells, and where requests like this one go,
	 * with which share. Counts nothing, waits for nobody.
	 * @param serviceId the service
	 * @param request what would be sent
	 * @return the report, whose instances are those of all destinations
	 */
	public ServiceReport explain(String serviceId, RequestView request) {
		return ServiceReport.of(this.services.get(serviceId), request, this, this.runtime.ticker().nanos());
	}

	/**
	 * Explains that nobody of a pool takes a call: all are full, or there is nobody.
	 * @param pool what was picked from in vain
	 * @return a {@link LimitExceededException} or a {@link NoInstanceException}
	 */
	public IllegalStateException noneFree(Pool pool) {
		Limits limits = pool.admission().limits();
		return (limits.isPerInstance() && !pool.candidates().isEmpty()) ? limits.instancesFull() : noInstance(pool);
	}

	/**
	 * Explains that nobody of a pool can be called.
	 * @param pool the pool that has nobody
	 * @return an exception whose message says what is known and why none fits
	 */
	public NoInstanceException noInstance(Pool pool) {
		String serviceId = pool.snapshot().serviceId();
		return new NoInstanceException(serviceId,
				explain(serviceId).whyNone(this.directory.backendName(), pool.scope()));
	}

	/**
	 * Takes an instance out by hand, for a time; it comes back by itself. Even so the
	 * last one of a service keeps its calls.
	 * @param serviceId the service
	 * @param instanceId the instance
	 * @param duration for how long
	 * @param why what people are told
	 * @return done with whether there is such an instance of a service that is followed
	 */
	public CompletionStage<Boolean> quarantine(String serviceId, String instanceId, Duration duration, String why) {
		ServiceBalancer known = this.known.get(serviceId);
		return (known != null) ? known.quarantine(instanceId, duration, why) : CompletableFuture.completedFuture(false);
	}

	/**
	 * Brings an instance back at once, whether it was taken out by hand or by a rule.
	 * @param serviceId the service
	 * @param instanceId the instance
	 * @return done with whether there is such an instance of a service that is followed
	 */
	public CompletionStage<Boolean> release(String serviceId, String instanceId) {
		ServiceBalancer known = this.known.get(serviceId);
		return (known != null) ? known.release(instanceId) : CompletableFuture.completedFuture(false);
	}

}
