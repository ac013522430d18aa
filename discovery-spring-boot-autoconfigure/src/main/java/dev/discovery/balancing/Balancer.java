package dev.discovery.balancing;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets a call.
 * <p>
 * A pick takes no lock, allocates nothing and doesn't depend on the number of instances;
 * only the first one of a service may wait for the registry. Safe for use by several
 * threads.
 */
public final class Balancer {

	private final ConcurrentHashMap<String, ServiceBalancer> services = new ConcurrentHashMap<>();

	private final ServiceDirectory directory;

	private final Function<String, BalancingSettings> settings;

	private final BalancingRuntime runtime;

	private final Rounds rounds;

	/**
	 * Creates a balancer.
	 * @param directory what is known about services
	 * @param settings how each service is balanced, by its id; asked once per service
	 * @param runtime clock, timers, chance, and who hears of it all
	 */
	public Balancer(ServiceDirectory directory, Function<String, BalancingSettings> settings,
			BalancingRuntime runtime) {
		this.directory = directory;
		this.settings = settings;
		this.runtime = runtime;
		this.rounds = new Rounds(runtime, this.services.values());
		ActiveProber prober = runtime.prober();
		if (prober != null) {
			prober.listen(this::probed);
		}
	}

	private void probed(String serviceId, Instance instance, boolean healthy, @Nullable String why) {
		ServiceBalancer service = this.services.get(serviceId);
		if (service != null) {
			service.probed(instance, healthy ? null : String.valueOf(why));
		}
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
		return pool(serviceId).pick(context);
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
		ServiceBalancer known = this.services.get(serviceId);
		if (known != null) {
			Pool pool = known.pool();
			if (pool != null) {
				this.directory.recordHit(known.entry());
				return pool;
			}
		}
		return firstPool(serviceId);
	}

	private Pool firstPool(String serviceId) {
		while (true) {
			this.directory.lookup(serviceId);
			CompletableFuture<Pool> first = service(serviceId).first();
			try {
				if (first != null) {
					return first.join();
				}
			}
			catch (CancellationException ex) {
				// retired in between, so there is another one now
			}
		}
	}

	/**
	 * What {@link #pool(String)} returns, without blocking the caller.
	 * @param serviceId the service
	 * @return the pool, or a {@link dev.discovery.directory.NoAnswerException}
	 */
	public CompletionStage<Pool> poolAsync(String serviceId) {
		ServiceBalancer known = this.services.get(serviceId);
		Pool pool = (known != null) ? known.pool() : null;
		if (known != null && pool != null) {
			this.directory.recordHit(known.entry());
			return CompletableFuture.completedFuture(pool);
		}
		return this.directory.lookupAsync(serviceId).thenCompose((snapshot) -> {
			CompletableFuture<Pool> first = service(serviceId).first();
			return (first != null) ? first : poolAsync(serviceId);
		})
			.exceptionallyCompose(
					(failure) -> wasRetired(failure) ? poolAsync(serviceId) : CompletableFuture.failedStage(failure));
	}

	private static boolean wasRetired(Throwable failure) {
		return failure instanceof CancellationException || failure.getCause() instanceof CancellationException;
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
		ServiceBalancer known = this.services.get(serviceId);
		return (known != null) ? known.pool() : null;
	}

	/**
	 * Tells what is known about a service and why each instance is or isn't picked.
	 * @param serviceId the service
	 * @return the report; says so where nothing is known
	 */
	public ServiceReport explain(String serviceId) {
		return ServiceReport.of(service(serviceId), this.runtime.ticker().nanos());
	}

	/**
	 * Explains that nobody can be called.
	 * @param serviceId the service
	 * @return an exception whose message says what is known and why none fits
	 */
	public NoInstanceException noInstance(String serviceId) {
		return new NoInstanceException(serviceId, explain(serviceId).whyNone(this.directory.backendName()));
	}

	/**
	 * Explains that nobody of a pool takes a call: all are full, or there is nobody.
	 * @param pool what was picked from in vain
	 * @return a {@link LimitExceededException} or a {@link NoInstanceException}
	 */
	public IllegalStateException noneFree(Pool pool) {
		Limits limits = pool.admission().limits();
		return (limits.isPerInstance() && !pool.candidates().isEmpty()) ? limits.instancesFull()
				: noInstance(pool.snapshot().serviceId());
	}

	private ServiceBalancer service(String serviceId) {
		ServiceBalancer known = this.services.get(serviceId);
		if (known != null) {
			return known;
		}
		ServiceEntry entry = this.directory.entry(serviceId);
		ServiceBalancer created = new ServiceBalancer(entry, this.settings.apply(serviceId), this.runtime,
				this.rounds.pulse(), (closed) -> this.services.remove(serviceId, closed));
		ServiceBalancer raced = this.services.putIfAbsent(serviceId, created);
		if (raced != null) {
			return raced;
		}
		entry.attach(created);
		this.rounds.begin();
		return created;
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
		ServiceBalancer known = this.services.get(serviceId);
		return (known != null) ? known.quarantine(instanceId, duration, why) : CompletableFuture.completedFuture(false);
	}

	/**
	 * Brings an instance back at once, whether it was taken out by hand or by a rule.
	 * @param serviceId the service
	 * @param instanceId the instance
	 * @return done with whether there is such an instance of a service that is followed
	 */
	public CompletionStage<Boolean> release(String serviceId, String instanceId) {
		ServiceBalancer known = this.services.get(serviceId);
		return (known != null) ? known.release(instanceId) : CompletableFuture.completedFuture(false);
	}

}
