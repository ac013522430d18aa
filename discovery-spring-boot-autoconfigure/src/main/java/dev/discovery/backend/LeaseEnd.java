package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a lease, which two wait for: who gave it back hears of it in time, whatever
 * the registry does; who comes after it waits until nothing of it is under way any more.
 * Safe for use by several threads.
 */
final class LeaseEnd {

	private final BackendRuntime runtime;

	private final Duration patience;

	private final Instance instance;

	private final Succession succession;

	private final CompletableFuture<Void> told = new CompletableFuture<>();

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private volatile Timer impatience = Timer.NONE;

	private boolean begun;

	LeaseEnd(BackendRuntime runtime, Duration patience, Instance instance, Succession succession) {
		this.runtime = runtime;
		this.patience = patience;
		this.instance = instance;
		this.succession = succession;
	}

	/**
	 * The lease was given back. Whoever registers after this comes after the lease.
	 */
	synchronized void begin() {
		if (!this.begun) {
			this.begun = true;
			this.succession.leaves(this.instance, this.over);
			this.impatience = this.runtime.scheduler().schedule(this::giveUp, this.patience);
		}
	}

	private void giveUp() {
		this.told.completeExceptionally(
				new BackendException(Kind.UNAVAILABLE, "'" + this.runtime.name() + "' did not confirm within "
						+ this.patience + " that " + this.instance.getInstanceId() + " was removed"));
	}

	/**
	 * Nothing is under way any more.
	 * @param cause why the registry may still have the instance, if it may
	 */
	void reached(@Nullable BackendException cause) {
		this.impatience.cancel();
		if (cause == null) {
			this.told.complete(null);
		}
		else {
			this.told.completeExceptionally(cause);
		}
		this.over.complete(null);
	}

	/**
	 * What who gave the lease back hears.
	 */
	CompletionStage<Void> told() {
		return this.told.minimalCompletionStage();
	}

}
