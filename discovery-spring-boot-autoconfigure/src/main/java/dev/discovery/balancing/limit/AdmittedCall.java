package dev.discovery.balancing.limit;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a call holds of its service while it is under way. It is given back once, whoever
 * comes first and on whichever thread.
 */
public abstract class AdmittedCall {

	private static final AtomicReferenceFieldUpdater<AdmittedCall, @Nullable Admission> ENTERED = AtomicReferenceFieldUpdater
		.newUpdater(AdmittedCall.class, Admission.class, "entered");

	private volatile @Nullable Admission entered;

	/** Written before what it belongs to. */
	private @Nullable CircuitPhase phase;

	/**
	 * Begins, if it hasn't.
	 * @param admission decides
	 * @throws CallRefusedException if it may not
	 */
	protected final void enter(Admission admission) {
		if (this.entered == null) {
			this.phase = admission.enter();
			this.entered = admission;
		}
	}

	/**
	 * Begins, if it hasn't, at an instance that somebody else has chosen.
	 * @param admission counts it
	 */
	protected final void enterAnyway(Admission admission) {
		if (this.entered == null) {
			this.phase = admission.enterAnyway();
			this.entered = admission;
		}
	}

	/**
	 * Ends, if it hasn't.
	 * @param outcome how
	 */
	protected final void leave(Outcome outcome) {
		Admission held = ENTERED.getAndSet(this, null);
		if (held != null) {
			held.leave(this.phase, outcome);
		}
	}

}
