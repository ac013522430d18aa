package dev.discovery.backend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * A lease that is held as long as the application likes, where somebody else registers
 * it. Safe for use by several threads.
 */
public final class GrantedLease implements Lease {

	private final Instance instance;

	private volatile State state = State.HELD;

	/**
	 * Grants it.
	 * @param instance who is registered by somebody else
	 */
	public GrantedLease(Instance instance) {
		this.instance = instance;
	}

	@Override
	public Instance instance() {
		return this.instance;
	}

	@Override
	public State state() {
		return this.state;
	}

	@Override
	public void report(Health health) {
		// whoever registers it sees to that
	}

	@Override
	public CompletionStage<Void> release() {
		this.state = State.RELEASED;
		return CompletableFuture.completedStage(null);
	}

}
