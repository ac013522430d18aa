package dev.discovery.balancing;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * The services that are balanced, each made when it is first asked for. Safe for use by
 * several threads.
 */
final class ServiceBalancers {

	private final ConcurrentHashMap<String, ServiceBalancer> services = new ConcurrentHashMap<>();

	private final ServiceDirectory directory;

	private final ServiceSettings settings;

	private final BalancingRuntime runtime;

	private final Rounds rounds;

	private volatile Routing routing = Routing.NONE;

	ServiceBalancers(ServiceDirectory directory, ServiceSettings settings, BalancingRuntime runtime) {
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

	/** Those that were asked for, and that are still followed. */
	Map<String, ServiceBalancer> known() {
		return this.services;
	}

	ServiceBalancer get(String serviceId) {
		ServiceBalancer known = this.services.get(serviceId);
		if (known != null) {
			return known;
		}
		ServiceEntry entry = this.directory.entry(serviceId);
		ServiceBalancer created = new ServiceBalancer(entry, this.settings, this.runtime, this.rounds.pulse(),
				(closed) -> this.services.remove(serviceId, closed));
		Routing first = this.routing;
		created.route(this::routing);
		ServiceBalancer raced = this.services.putIfAbsent(serviceId, created);
		if (raced != null) {
			return raced;
		}
		if (this.routing != first) {
			created.route(this::routing);
		}
		entry.attach(created);
		this.rounds.begin();
		return created;
	}

	/**
	 * Waits for what the registry says at first.
	 * @throws dev.discovery.directory.NoAnswerException if it doesn't answer in time
	 */
	Pool firstPool(String serviceId) {
		while (true) {
			this.directory.lookup(serviceId);
			CompletableFuture<Pool> first = get(serviceId).first();
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
	 * The same without blocking the caller.
	 */
	CompletionStage<Pool> firstPoolAsync(String serviceId) {
		return this.directory.lookupAsync(serviceId).thenCompose((snapshot) -> {
			CompletableFuture<Pool> first = get(serviceId).first();
			return (first != null) ? first : firstPoolAsync(serviceId);
		})
			.exceptionallyCompose((failure) -> wasRetired(failure) ? firstPoolAsync(serviceId)
					: CompletableFuture.failedStage(failure));
	}

	private static boolean wasRetired(Throwable failure) {
		return failure instanceof CancellationException || failure.getCause() instanceof CancellationException;
	}

	void route(Routing changed) {
		this.routing = changed;
		this.services.values().forEach((service) -> service.route(this::routing));
	}

	/** Asked in turn by each service, so that none goes back to an older one. */
	private Routing routing() {
		return this.routing;
	}

}
