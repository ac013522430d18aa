package dev.discovery.backend.composite;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.discovery.backend.Lease;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * One lease over those of several registries. Its state is the worst of theirs. Safe for
 * use by several threads.
 */
final class CompositeLease implements Lease {

	private final Instance instance;

	private final Map<String, Lease> parts;

	private final Consumer<CompositeLease> onRelease;

	private volatile boolean released;

	CompositeLease(Instance instance, Map<String, Lease> parts, Consumer<CompositeLease> onRelease) {
		this.instance = instance;
		this.parts = parts;
		this.onRelease = onRelease;
	}

	@Override
	public Instance instance() {
		return this.instance;
	}

	@Override
	public State state() {
		if (this.released) {
			return State.RELEASED;
		}
		Collection<State> states = states().values();
		if (states.contains(State.INTERRUPTED)) {
			return State.INTERRUPTED;
		}
		return states.contains(State.PENDING) ? State.PENDING : State.HELD;
	}

	/**
	 * How it stands in each registry, by the registry's name.
	 */
	Map<String, State> states() {
		Map<String, State> states = new LinkedHashMap<>();
		this.parts.forEach((name, lease) -> states.put(name, lease.state()));
		return states;
	}

	@Override
	public void report(Health health) {
		this.parts.values().forEach((lease) -> lease.report(health));
	}

	@Override
	public CompletionStage<Void> release() {
		this.released = true;
		this.onRelease.accept(this);
		return CompletableFuture
			.allOf(this.parts.values()
				.stream()
				.map((lease) -> lease.release().toCompletableFuture())
				.toArray(CompletableFuture[]::new))
			.minimalCompletionStage();
	}

}
