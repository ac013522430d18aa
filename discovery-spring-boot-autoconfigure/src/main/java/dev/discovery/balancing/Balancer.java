package dev.discovery.balancing;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
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

	private final PoolFactory factory;

	private final Randomness randomness;

	private final Ticker ticker;

	private final CallObserver observer;

	/**
	 * Creates a balancer.
	 * @param directory what is known about services
	 * @param factory builds their pools
	 * @param randomness what is left to chance
	 * @param ticker tells how long calls take
	 * @param observer hears what calls do
	 */
	public Balancer(ServiceDirectory directory, PoolFactory factory, Randomness randomness, Ticker ticker,
			CallObserver observer) {
		this.directory = directory;
		this.factory = factory;
		this.randomness = randomness;
		this.ticker = ticker;
		this.observer = observer;
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
		if (known != null && known.pool() != null) {
			return CompletableFuture.completedFuture(pool(serviceId));
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
	 * @param idempotent whether it may be sent twice
	 * @return the call, for one thread at a time
	 */
	public Call call(Pool pool, boolean idempotent) {
		return new Call(this, pool, idempotent, Call.WITH_ANOTHER, this.observer);
	}

	/**
	 * Begins a logical call of one attempt, for those who do their own retries.
	 * @param pool who may get it
	 * @return the call, for one thread at a time
	 */
	public Call callOnce(Pool pool) {
		return new Call(this, pool, false, Call.ONCE, this.observer);
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
		return ServiceReport.of(service(serviceId));
	}

	/**
	 * Explains that nobody can be called.
	 * @param serviceId the service
	 * @return an exception whose message says what is known and why none fits
	 */
	public NoInstanceException noInstance(String serviceId) {
		return new NoInstanceException(serviceId, explain(serviceId).whyNone(this.directory.backendName()));
	}

	private ServiceBalancer service(String serviceId) {
		ServiceBalancer known = this.services.get(serviceId);
		if (known != null) {
			return known;
		}
		ServiceEntry entry = this.directory.entry(serviceId);
		ServiceBalancer created = new ServiceBalancer(entry, this.factory, this.randomness, this.ticker,
				(closed) -> this.services.remove(serviceId, closed));
		ServiceBalancer raced = this.services.putIfAbsent(serviceId, created);
		if (raced != null) {
			return raced;
		}
		entry.attach(created);
		return created;
	}

}
