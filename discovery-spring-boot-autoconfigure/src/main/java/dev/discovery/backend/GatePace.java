package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * When the next turn at a closed {@link RegistryGate} is due. Not safe for use by several
 * threads.
 */
final class GatePace {

	private final BackendRuntime runtime;

	private final Backoff backoff;

	private long nextTurn;

	private boolean errorsSinceOpen;

	/**
	 * When somebody other than the only one who failed so far may have a turn.
	 */
	private @Nullable Long secondOpinion;

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
		this.secondOpinion = null;
		this.nextTurn = now() + (refusing ? this.backoff.refused() : this.backoff.next()).toNanos();
	}

	/**
	 * The registry answered with an error.
	 * @param alone whether only one of many has failed so far
	 */
	void erred(BackendException cause, boolean alone) {
		this.errorsSinceOpen = true;
		this.nextTurn = later(this.nextTurn, now() + Backoff.FIRST.toNanos());
		if (cause.kind() == Kind.DENIED) {
			this.nextTurn = later(this.nextTurn, now() + this.backoff.longest().toNanos());
		}
		if (cause.retryAfter() != null) {
			this.quietUntil = later(this.quietUntil, now() + cause.retryAfter().toNanos());
		}
		this.secondOpinion = alone ? Long.valueOf(now() + this.backoff.spread(Backoff.FIRST).toNanos()) : null;
	}

	void opened() {
		this.secondOpinion = null;
		this.quietUntil = null;
		if (!this.errorsSinceOpen) {
			this.backoff.reset();
		}
		this.errorsSinceOpen = false;
		this.backoff.succeeded();
	}

	/**
	 * How long until the next turn.
	 * @param othersWait whether somebody waits who could give a second opinion
	 */
	Duration untilDue(boolean othersWait) {
		long due = this.nextTurn;
		if (othersWait && this.secondOpinion != null && this.secondOpinion - due < 0) {
			due = this.secondOpinion;
		}
		due = later(this.quietUntil, due);
		return Duration.ofNanos(Math.max(0, due - now()));
	}

	private static long later(@Nullable Long one, long other) {
		return (one != null && one - other > 0) ? one : other;
	}

}
