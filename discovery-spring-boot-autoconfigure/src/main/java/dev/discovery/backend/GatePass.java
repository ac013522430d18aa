package dev.discovery.backend;

import dev.discovery.time.Scheduler.Timer;

/**
 * One visitor's place in the queue of a {@link RegistryGate}, which alone touches it.
 */
final class GatePass {

	final Visitor visitor;

	final Backoff backoff;

	Timer timer = Timer.NONE;

	/** The number of its last turn: who waits longest goes first. */
	long turn;

	/** Whether its last exchange failed by no fault of all the others. */
	boolean failing;

	long restUntil;

	/** Whether it has heard that the registry can't answer. */
	boolean told;

	boolean gone;

	/** How much it is wanted, as of the last {@link #weigh()}. */
	long wanted;

	GatePass(Visitor visitor, Backoff backoff) {
		this.visitor = visitor;
		this.backoff = backoff;
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
