package dev.discovery.backend;

import java.util.concurrent.CompletionStage;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * The right to be registered. Held by the application; keeping it alive, and taking it
 * again when the registry has lost it, is the lease's own business.
 * <p>
 * Safe for use by several threads; no method waits for the network.
 */
public interface Lease extends AutoCloseable {

	/**
	 * Who is registered.
	 * @return the instance
	 */
	Instance instance();

	/**
	 * How things stand.
	 * @return the state now
	 */
	State state();

	/**
	 * Reports the health at once, and with every heartbeat from now on. Without effect
	 * once the lease is given back.
	 * @param health the health
	 */
	void report(Health health);

	/**
	 * Gives the lease back: the registration is taken away, once, and nothing that is
	 * reported later brings it back.
	 * @return done when the registry has answered; failed when it could not be reached
	 */
	CompletionStage<Void> release();

	/**
	 * Gives the lease back without waiting for the registry.
	 */
	@Override
	default void close() {
		release();
	}

	/**
	 * The states of a lease.
	 */
	enum State {

		/** Wanted; the registry has not confirmed it yet. */
		PENDING,

		/** The registry has it. */
		HELD,

		/** The registry had it but can't be reached, or has lost it; being mended. */
		INTERRUPTED,

		/** Given back. */
		RELEASED

	}

}
