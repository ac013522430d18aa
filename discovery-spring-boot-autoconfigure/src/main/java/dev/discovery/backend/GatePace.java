package dev.discovery.backend;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the next turn at a closed {@link RegistryGate} is due. Not safe for use by several
 * threads.
 * <p>
 * A refusal comes quickly, from somebody who is well, so the next one is asked soon. If
 * it speaks of nothing but what was asked for, that goes on until somebody is answered or
 * everybody was refused. Otherwise it may be meant for everybody, and four are enough.
 */
final class GatePace {

	/**
	 * As many as an error costs in its first ten seconds.
	 */
	private static final int REFUSALS = 4;

	private static final Duration AFTER_REFUSAL = Duration.ofMillis(100);

	/**
	 * Where the backoff is after four.
	 */
	private static final Duration AFTER_ALL_REFUSALS = Backoff.FIRST.multipliedBy(1 << REFUSALS);

	private final BackendRuntime runtime;

	private final Backoff backoff;

	private long nextTurn;

	/** Whether anything but refusals was heard since the gate was open. */
	private boolean troubled;

	/** Refusals that may be meant for everybody, since the gate was open. */
	private int refusals;

	/**
	 * When somebody else than those who failed so far may have a turn.
	 */
	private @Nullable Long another;

	/**
	 * Until when those who were refused are not asked again.
	 */
	private @Nullable Long deniedUntil;

	private @Nullable Long quietUntil;

	GatePace(BackendRuntime runtime) {
		this.runtime = runtime;
		this.backoff = new Backoff(runtime.ticker(), runtime.randomness());
		this.nextTurn = runtime.ticker().nanos();
	}

	long now() {
		return this.runtime.ticker().nanos();
	}

	/**
	 * The gate closes, or a turn is taken: the next one is a pace away.
	 * @param refusing whether connections are refused
	 */
	void next(boolean refusing) {
		this.another = null;
		if (refusing) {
			this.troubled = true;
			this.deniedUntil = null;
		}
		this.nextTurn = now() + (refusing ? this.backoff.refused() : this.backoff.next()).toNanos();
	}

	/**
	 * The registry answered with an error.
	 * @param alone whether only one of many has failed so far
	 */
	void erred(BackendException cause, boolean alone) {
		this.troubled = true;
		this.another = alone ? in(Backoff.FIRST) : null;
		later(Backoff.FIRST, cause);
	}

	/**
	 * The registry refused somebody.
	 * @param counts whether he stood for all, and for the first time
	 * @return whether others may well be answered
	 */
	boolean denied(BackendException cause, boolean counts) {
		boolean onlyThis = cause.forOthers() == null;
		if (counts && !onlyThis) {
			this.refusals++;
		}
		boolean goesOn = onlyThis || this.refusals < REFUSALS;
		this.another = goesOn ? in(AFTER_REFUSAL) : null;
		this.deniedUntil = later(this.deniedUntil, in(Backoff.CAP));
		later(Backoff.FIRST, cause);
		if (!goesOn) {
			this.nextTurn = later(this.nextTurn, in(AFTER_ALL_REFUSALS));
		}
		return goesOn;
	}

	private void later(Duration pause, BackendException cause) {
		this.nextTurn = later(this.nextTurn, now() + pause.toNanos());
		if (cause.retryAfter() != null) {
			this.quietUntil = later(this.quietUntil, now() + cause.retryAfter().toNanos());
		}
	}

	/**
	 * The gate opens.
	 * @return whether it had been closed by trouble, and not by a few refusals
	 */
	boolean opened() {
		boolean wasTroubled = this.troubled;
		if (!wasTroubled) {
			this.backoff.reset();
		}
		this.troubled = false;
		this.refusals = 0;
		this.another = null;
		this.deniedUntil = null;
		this.quietUntil = null;
		this.backoff.succeeded();
		return wasTroubled;
	}

	/**
	 * How long until the next turn.
	 * @param anotherWaits whether somebody waits who may hear another answer
	 */
	Duration untilDue(boolean anotherWaits) {
		long due = this.nextTurn;
		if (!anotherWaits) {
			due = later(this.deniedUntil, due);
		}
		else if (this.another != null && this.another - due < 0) {
			due = this.another;
		}
		due = later(this.quietUntil, due);
		return Duration.ofNanos(Math.max(0, due - now()));
	}

	private long in(Duration base) {
		return now() + this.backoff.spread(base).toNanos();
	}

	private static long later(@Nullable Long one, long other) {
		return (one != null && one - other > 0) ? one : other;
	}

}
