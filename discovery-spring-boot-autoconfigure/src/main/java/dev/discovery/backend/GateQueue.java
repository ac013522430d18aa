package dev.discovery.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who waits at a closed {@link RegistryGate}, and who of them goes next. Not safe for use
 * by several threads.
 */
final class GateQueue {

	private final Set<GatePass> waiting = new HashSet<>();

	private long elections;

	void add(GatePass pass) {
		this.waiting.add(pass);
	}

	void remove(GatePass pass) {
		this.waiting.remove(pass);
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Whether somebody waits who may hear another answer: who wasn't refused himself.
	 * @param culprit whose answer is known, if anybody's
	 */
	boolean hasAnother(@Nullable GatePass culprit) {
		return this.waiting.stream().anyMatch((pass) -> pass != culprit && !pass.denied);
	}

	void tell(BackendException cause) {
		this.waiting.forEach((pass) -> pass.tell(cause));
	}

	/**
	 * Takes out who goes next: first those who haven't failed themselves, last those who
	 * were refused and still rest; among equals whose last turn was longest ago, and
	 * among those who never had one by lot, since those who came together may well be
	 * refused together.
	 */
	GatePass elect(long now) {
		GatePass elected = this.waiting.stream()
			.min(Comparator.comparingInt((GatePass pass) -> pass.rank(now))
				.thenComparingLong((pass) -> pass.turn)
				.thenComparingDouble((pass) -> pass.lot))
			.orElseThrow();
		this.waiting.remove(elected);
		elected.turn = ++this.elections;
		elected.elected = true;
		return elected;
	}

	/**
	 * Takes out everybody, the most used first.
	 */
	List<GatePass> empty() {
		List<GatePass> all = new ArrayList<>(this.waiting);
		this.waiting.clear();
		all.forEach(GatePass::weigh);
		all.sort(Comparator.comparingLong((GatePass pass) -> -pass.wanted).thenComparingDouble((pass) -> pass.lot));
		return all;
	}

}
