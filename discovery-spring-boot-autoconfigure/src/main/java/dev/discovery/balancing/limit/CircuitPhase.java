package dev.discovery.balancing.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a circuit breaker is in. A call counts only for the phase in which it began, so
 * that one from before an outage doesn't decide on what is there after it.
 */
sealed interface CircuitPhase {

	CircuitState state();

	/**
	 * Calls are made, and counted.
	 *
	 * @param rates those of this phase
	 */
	record Closed(CallRates rates) implements CircuitPhase {

		@Override
		public CircuitState state() {
			return CircuitState.CLOSED;
		}

	}

	/**
	 * Calls are refused.
	 *
	 * @param trip why
	 * @param until when some are let through, in a ticker's nanoseconds
	 */
	record Open(Trip trip, long until) implements CircuitPhase {

		@Override
		public CircuitState state() {
			return CircuitState.OPEN;
		}

	}

	/**
	 * A few calls are let through.
	 *
	 * @param trip why they are so few
	 * @param begun when the first of these trials were let through, in a ticker's
	 * nanoseconds; others that take their place go on from there
	 * @param since when these ones were
	 * @param admitted how many were let through
	 * @param succeeded how many of them succeeded
	 * @param failed how many of them failed
	 */
	record HalfOpen(Trip trip, long begun, long since, AtomicInteger admitted, AtomicInteger succeeded,
			AtomicInteger failed) implements CircuitPhase {

		HalfOpen(Trip trip, long begun, long since) {
			this(trip, begun, since, new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
		}

		/**
		 * Those of an open circuit that is due, or in place of others that take long.
		 */
		static HalfOpen after(CircuitPhase before, long now) {
			if (before instanceof HalfOpen earlier) {
				return new HalfOpen(earlier.trip, earlier.begun, now);
			}
			if (before instanceof Open open) {
				return new HalfOpen(open.trip, now, now);
			}
			throw new IllegalStateException("A closed circuit has no trials");
		}

		/** Whether the circuit has not been open between the two. */
		boolean isOneWith(CircuitPhase other) {
			return other instanceof HalfOpen trials && trials.begun == this.begun;
		}

		@Override
		public CircuitState state() {
			return CircuitState.HALF_OPEN;
		}

		/** Lets one more through, unless that many are. */
		boolean admit(int most) {
			while (true) {
				int current = this.admitted.get();
				if (current >= most) {
					return false;
				}
				if (this.admitted.compareAndSet(current, current + 1)) {
					return true;
				}
			}
		}

	}

	/**
	 * What opened the circuit.
	 *
	 * @param since when, in a ticker's nanoseconds; kept while trials fail
	 * @param calls how many had ended within the window
	 * @param failures how many of them had failed
	 * @param window how long that is
	 */
	record Trip(long since, long calls, long failures, Duration window) {

		String whatWasSeen() {
			return Math.min(100, Math.round(100.0 * this.failures / this.calls)) + " % of " + this.calls
					+ " calls failed within " + seconds(this.window);
		}

		/** For people. */
		static String seconds(Duration duration) {
			long millis = duration.toMillis();
			return ((millis % 1_000 == 0) ? String.valueOf(millis / 1_000) : String.valueOf(millis / 1_000.0)) + " s";
		}

	}

}
