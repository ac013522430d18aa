package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who is leaving the registry and has not heard from it yet. Safe for use by several
 * threads.
 */
final class Leaving {

	private static final Log logger = LogFactory.getLog(LeaseServiceRegistry.class);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Map<Instance, CompletableFuture<Void>> all = new HashMap<>();

	/**
	 * What who comes back has to wait for.
	 * @param instance who
	 * @return done when the instance has left, null if it isn't leaving
	 */
	synchronized @Nullable CompletionStage<Void> before(Instance instance) {
		return this.all.get(instance);
	}

	/**
	 * Somebody leaves, after those with the same id that left before.
	 * @param instance who
	 * @param left done when the registry has answered
	 * @return done when it has answered all of them
	 */
	synchronized CompletionStage<Void> add(Instance instance, CompletionStage<Void> left) {
		CompletableFuture<Void> before = this.all.get(instance);
		CompletableFuture<Void> last = (before != null)
				? before.handle((done, failure) -> left).thenCompose(Function.identity()) : left.toCompletableFuture();
		this.all.put(instance, last);
		last.whenComplete((done, failure) -> left(instance, last, failure));
		return last;
	}

	private synchronized void left(Instance instance, CompletableFuture<Void> last, @Nullable Throwable failure) {
		this.all.remove(instance, last);
		if (failure != null) {
			logger.warn("Could not take " + instance.getInstanceId() + " out of the registry; it will expire there: "
					+ failure.getMessage());
		}
	}

	/**
	 * Stands still until everybody has left, for 2 s at most.
	 */
	void await() {
		try {
			everybody().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// the log says who, if the registry says no; who is late will expire there
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized CompletableFuture<Void> everybody() {
		return CompletableFuture.allOf(this.all.values().toArray(CompletableFuture[]::new));
	}

}
