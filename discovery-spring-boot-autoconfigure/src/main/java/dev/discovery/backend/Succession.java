package dev.discovery.backend;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.model.Instance;

/**
 * Who comes after whom: of the leases of one instance, the next begins when those that
 * were given back before are over. Safe for use by several threads.
 */
final class Succession {

	private final Map<Instance, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();

	/**
	 * A lease is being given back.
	 * @param instance whose
	 * @param over done when it is over
	 */
	void leaves(Instance instance, CompletableFuture<Void> over) {
		CompletableFuture<Void> all = this.leaving.merge(instance, over, CompletableFuture::allOf);
		all.thenRun(() -> this.leaving.remove(instance, all));
	}

	/**
	 * What a new lease has to wait for.
	 * @param instance whose
	 * @return done when all are over that are being given back
	 */
	CompletionStage<Void> before(Instance instance) {
		return this.leaving.getOrDefault(instance, CompletableFuture.completedFuture(null));
	}

}
