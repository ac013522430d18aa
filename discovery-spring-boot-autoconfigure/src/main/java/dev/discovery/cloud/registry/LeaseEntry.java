package dev.discovery.cloud.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * One registration and what is to be reported of it: what the application says of itself,
 * unless somebody set a status by hand.
 * <p>
 * Safe for use by several threads.
 */
final class LeaseEntry {

	private final Instance instance;

	private Health own;

	private @Nullable Health manual;

	private @Nullable Health reported;

	private @Nullable Lease lease;

	private boolean left;

	LeaseEntry(Instance instance, Health initial) {
		this.instance = instance;
		this.own = initial;
	}

	/**
	 * Takes the lease, unless the entry was left meanwhile.
	 * @param registrar who gives it
	 */
	synchronized void open(ServiceRegistrar registrar) {
		if (!this.left) {
			this.reported = status();
			this.lease = registrar.register(this.instance, this.reported);
		}
	}

	synchronized void own(Health health) {
		this.own = health;
		report(status());
	}

	/**
	 * Sets the status by hand; UP gives the word back to the application.
	 * @param health the status
	 */
	synchronized void manual(Health health) {
		this.manual = (health != Health.UP) ? health : null;
		report(status());
	}

	synchronized Health status() {
		return (this.manual != null) ? this.manual : this.own;
	}

	synchronized @Nullable Health manual() {
		return this.manual;
	}

	synchronized Lease.State state() {
		return (this.lease != null) ? this.lease.state() : Lease.State.PENDING;
	}

	/**
	 * Says goodbye and gives the lease back. Terminal: nothing that comes later is
	 * reported.
	 * @return done when the registry has answered
	 */
	synchronized CompletionStage<Void> leave() {
		this.left = true;
		Lease held = this.lease;
		if (held == null) {
			return CompletableFuture.completedFuture(null);
		}
		held.report(Health.OUT_OF_SERVICE);
		return held.release();
	}

	boolean describes(Instance other) {
		return this.instance.sameContent(other);
	}

	private void report(Health health) {
		if (this.lease != null && !this.left && health != this.reported) {
			this.reported = health;
			this.lease.report(health);
		}
	}

}
