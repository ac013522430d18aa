package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler.Timer;

/**
 * One visitor's place in the queue of a {@link RegistryGate}, which alone touches it.
 */
final class GatePass {

	final Visitor visitor;

	final Backoff backoff;

	Timer timer = Timer.NONE;

	/** Decides among those who are equal in everything else. */
	final double lot;

	/** The number of its last election, 0 before the first. */
	long turn;

	/** Whether it stands for all now. */
	boolean elected;

	/** Whether its last exchange failed by no fault of all the others. */
	boolean failing;

	/** Whether it was refused, and nothing else was heard since. */
	boolean denied;

	long restUntil;

	/** Whether it has heard that the registry can't answer. */
	boolean told;

	boolean gone;

	/** How much it is wanted, as of the last {@link #weigh()}. */
	long wanted;

	GatePass(Visitor visitor, Backoff backoff, double lot) {
		this.visitor = visitor;
		this.backoff = backoff;
		this.lot = lot;
	}

	void succeeded() {
		this.elected = false;
		this.failing = false;
		this.denied = false;
		this.told = false;
		this.backoff.succeeded();
	}

	/**
	 * The registry answered it with an error.
	 * @return how long it rests, apart from what the gate decides
	 */
	Duration erred(BackendException cause, long now) {
		Duration rest = this.backoff.next(cause);
		this.failing = true;
		this.denied = cause.kind() == Kind.DENIED;
		this.restUntil = now + rest.toNanos();
		return rest;
	}

	/**
	 * The gate opens.
	 * @param everybodyFailed whether that it failed says nothing about it. A refusal
	 * does: unless it is remembered, all who are refused would close the gate again
	 */
	void opened(boolean everybodyFailed) {
		this.failing = this.failing && (this.denied || !everybodyFailed);
		this.told = false;
	}

	/**
	 * How far back in the queue it belongs: 0 if it hasn't failed itself, 2 while it
	 * rests after a refusal, else 1.
	 */
	int rank(long now) {
		if (!this.failing) {
			return 0;
		}
		return (this.denied && this.restUntil - now > 0) ? 2 : 1;
	}

	/**
	 * Asks the visitor how much it is wanted; a sort needs an answer that stays.
	 */
	void weigh() {
		try {
			this.wanted = this.visitor.uses();
		}
		catch (RuntimeException ex) {
			this.wanted = 0;
		}
	}

	void tell(BackendException cause) {
		if (!this.told) {
			this.told = true;
			this.visitor.refused(cause);
		}
	}

	/**
	 * Who wants to ask the registry.
	 */
	interface Visitor {

		/**
		 * Asks now.
		 * @param standsForAll whether the others wait for the answer, so that it must not
		 * be held back
		 */
		void go(boolean standsForAll);

		/**
		 * Others found out that the registry can't answer.
		 */
		void refused(BackendException cause);

		/**
		 * How much it is wanted.
		 */
		long uses();

	}

}
