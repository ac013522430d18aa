package dev.discovery.balancing;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.discovery.fitness.FailureListener;
import dev.discovery.fitness.InstanceStats;

/**
 * Summons a service's judges when a failure is one too many: once for all the failures
 * that come until they begin to look, so that an outage of a large service doesn't keep
 * those who suffer from it busy with verdicts. Safe for use by several threads.
 */
final class Summons implements FailureListener {

	private final AtomicBoolean waiting = new AtomicBoolean();

	private final Judges judges;

	private final Consumer<BooleanSupplier> change;

	/**
	 * Creates it.
	 * @param judges those to summon
	 * @param change has them look, one thing after another
	 */
	Summons(Judges judges, Consumer<BooleanSupplier> change) {
		this.judges = judges;
		this.change = change;
	}

	@Override
	public void failed(InstanceStats stats, int points) {
		if (this.judges.isSuspicious(stats, points) && !this.waiting.get() && this.waiting.compareAndSet(false, true)) {
			this.change.accept(this::look);
		}
	}

	/** Whoever fails from now on may be looked at already, and summons them again. */
	private boolean look() {
		this.waiting.set(false);
		return this.judges.failed();
	}

}
