package dev.discovery.balancing.limit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.balancing.limit.CircuitPhase.Closed;
import dev.discovery.balancing.limit.CircuitPhase.HalfOpen;
import dev.discovery.balancing.limit.CircuitPhase.Open;
import dev.discovery.balancing.limit.CircuitPhase.Trip;
import dev.discovery.balancing.route.Subject;
import dev.discovery.fitness.Outcome;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the calls of a service or subset while too many of them fail: opens at a
 * failure rate, lets a few through after a while, and closes if these do better. Trials
 * that don't end within that while again are given up for lost and others are made.
 * Counts logical calls, however many attempts they have; those that say nothing aren't
 * counted.
 * <p>
 * The states are those of Nygard's "Release It!", the rules Resilience4j's. Safe for use
 * by several threads without a lock; allocates only when its phase changes.
 */
final class CircuitBreaker {

	private static final StateLog logger = StateLog.of(CircuitBreaker.class);

	private final Subject subject;

	private final CircuitBreakerSettings settings;

	private final LimitObserver observer;

	private final Ticker ticker;

	private final long openNanos;

	private final AtomicReference<CircuitPhase> phase;

	CircuitBreaker(Subject subject, CircuitBreakerSettings settings, Ticker ticker, LimitObserver observer) {
		this.subject = subject;
		this.settings = settings;
		this.observer = observer;
		this.ticker = ticker;
		this.openNanos = settings.openFor().toNanos();
		this.phase = new AtomicReference<>(closed());
	}

	private CircuitPhase current() {
		return Objects.requireNonNull(this.phase.get());
	}

	private Closed closed() {
		return new Closed(new CallRates(this.settings.window(), this.ticker.nanos()));
	}

	/**
	 * A call would begin.
	 * @return what to {@link #leave} with; null if the call is refused
	 */
	@Nullable CircuitPhase enter() {
		while (true) {
			CircuitPhase current = current();
			if (current instanceof Closed) {
				return current;
			}
			if (current instanceof HalfOpen trials && trials.admit(this.settings.halfOpenCalls())) {
				return trials;
			}
			if (!isDue(current)) {
				return null;
			}
			this.phase.compareAndSet(current, HalfOpen.after(current, this.ticker.nanos()));
		}
	}

	/**
	 * Whether a call that begins now would be refused, as far as can be told without
	 * beginning it.
	 */
	boolean refuses() {
		CircuitPhase current = current();
		boolean room = current instanceof HalfOpen trials && trials.admitted().get() < this.settings.halfOpenCalls();
		return !(current instanceof Closed) && !room && !isDue(current);
	}

	/** Whether it is time to let some through, or others. */
	private boolean isDue(CircuitPhase current) {
		return left(current) <= 0;
	}

	private long left(CircuitPhase current) {
		if (current instanceof Open open) {
			return open.until() - this.ticker.nanos();
		}
		return (current instanceof HalfOpen trials) ? trials.since() + this.openNanos - this.ticker.nanos() : 0;
	}

	private static Trip trip(CircuitPhase phase) {
		if (phase instanceof Open open) {
			return open.trip();
		}
		if (phase instanceof HalfOpen trials) {
			return trials.trip();
		}
		throw new IllegalStateException("A closed circuit wasn't tripped");
	}

	/**
	 * A call has ended, with all its attempts.
	 * @param entered what enter returned
	 * @param outcome how
	 */
	void leave(CircuitPhase entered, Outcome outcome) {
		if (entered instanceof Closed closed) {
			if (outcome != Outcome.CANCELLED && this.phase.get() == closed) {
				count(closed, outcome != Outcome.SUCCESS);
			}
		}
		else if (entered instanceof HalfOpen trials) {
			if (outcome == Outcome.CANCELLED) {
				trials.admitted().getAndDecrement();
			}
			else {
				((outcome == Outcome.SUCCESS) ? trials.succeeded() : trials.failed()).getAndIncrement();
				judge(trials);
			}
		}
	}

	private void count(Closed closed, boolean failed) {
		long now = this.ticker.nanos();
		closed.rates().add(failed, now);
		long failures = closed.rates().failures(now);
		if (failures == 0) {
			return;
		}
		long calls = closed.rates().calls(now);
		if (calls >= this.settings.minimumCalls() && failures * 100 >= calls * this.settings.failureRate()) {
			Trip trip = new Trip(now, calls, failures, this.settings.window());
			if (this.phase.compareAndSet(closed, new Open(trip, now + this.openNanos))) {
				logger.entered("The circuit of " + this.subject.name() + " opens: " + trip.whatWasSeen()
						+ ". Its calls are refused, and tried again in " + Trip.seconds(this.settings.openFor()),
						Field.service(this.subject.serviceId()));
				this.observer.circuit(this.subject.serviceId(), CircuitState.OPEN,
						this.subject.detail(trip.whatWasSeen()));
			}
		}
	}

	/**
	 * Reads the failures first: those that come meanwhile are judged by who brings them.
	 * Trials that took so long that others were let through open nothing any more, but
	 * where they succeed they are the proof that was waited for: else a service whose
	 * calls take longer than a circuit is open would never be called again.
	 */
	private void judge(HalfOpen trials) {
		int failed = trials.failed().get();
		int most = this.settings.halfOpenCalls();
		long now = this.ticker.nanos();
		if (failed * 100 >= most * this.settings.failureRate()) {
			this.phase.compareAndSet(trials, new Open(trials.trip(), now + this.openNanos));
		}
		else if (failed + trials.succeeded().get() >= most && close(trials)) {
			String lasted = Trip.seconds(Duration.ofNanos(now - trials.trip().since()));
			logger.left("The circuit of " + this.subject.name() + " is closed again after " + lasted,
					Field.service(this.subject.serviceId()));
			this.observer.circuit(this.subject.serviceId(), CircuitState.CLOSED,
					this.subject.detail("calls succeed again after " + lasted));
		}
	}

	private boolean close(HalfOpen trials) {
		CircuitPhase current = current();
		while (trials.isOneWith(current)) {
			if (this.phase.compareAndSet(current, closed())) {
				return true;
			}
			current = current();
		}
		return false;
	}

	/**
	 * Explains why a call is refused.
	 */
	CircuitOpenException refusal() {
		CircuitPhase current = current();
		Duration left = Duration.ofNanos(Math.max(0, left(current)));
		return new CircuitOpenException(this.subject.serviceId(), (current instanceof Open) ? left : Duration.ZERO,
				"No call of " + this.subject.name() + " is made for now: " + explain(current));
	}

	CircuitBreakerSettings settings() {
		return this.settings;
	}

	CircuitState state() {
		return current().state();
	}

	/** What it does and why, in a sentence. */
	String explain() {
		return explain(current());
	}

	private String explain(CircuitPhase current) {
		if (current instanceof Closed closed) {
			long now = this.ticker.nanos();
			return closed.rates().failures(now) + " of " + closed.rates().calls(now) + " calls failed within "
					+ Trip.seconds(this.settings.window());
		}
		Trip trip = trip(current);
		String since = Trip.seconds(Duration.ofNanos(this.ticker.nanos() - trip.since()));
		String next = (current instanceof Open)
				? "it is tried again in " + Trip.seconds(Duration.ofNanos(Math.max(0, left(current))))
				: "it is being tried with " + this.settings.halfOpenCalls() + " calls";
		return "its circuit has been open for " + since + ", since " + trip.whatWasSeen() + "; " + next + " ("
				+ this.subject.property("circuit-breaker.open-for") + ")";
	}

}
