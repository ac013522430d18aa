package dev.discovery.balancing.limit;

import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.route.Subject;
import dev.discovery.fitness.Outcome;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls of a service, or of a subset, may begin: limits and a circuit
 * breaker.
 * <p>
 * Safe for use by several threads without a lock; allocates only for those it refuses.
 */
public final class Admission {

	private final LimitObserver observer;

	private final Subject subject;

	private final Limits limits;

	private final @Nullable CircuitBreaker breaker;

	/**
	 * Creates an admission.
	 * @param subject whose calls
	 * @param limits how many there may be
	 * @param breaker when none is made any more
	 * @param ticker tells the time
	 * @param observer hears of it
	 * @param last the one before, whose limits and whose circuit go on where their
	 * settings are the same; null if there is none
	 */
	public Admission(Subject subject, LimitSettings limits, CircuitBreakerSettings breaker, Ticker ticker,
			LimitObserver observer, @Nullable Admission last) {
		this.subject = subject;
		this.observer = observer;
		this.limits = (last != null && last.limits.settings().equals(limits)) ? last.limits
				: new Limits(subject, limits, ticker, observer);
		this.breaker = breaker(subject, breaker, ticker, observer, (last != null) ? last.breaker : null);
	}

	private static @Nullable CircuitBreaker breaker(Subject subject, CircuitBreakerSettings settings, Ticker ticker,
			LimitObserver observer, @Nullable CircuitBreaker last) {
		if (!settings.enabled()) {
			return null;
		}
		return (last != null && last.settings().equals(settings)) ? last
				: new CircuitBreaker(subject, settings, ticker, observer);
	}

	/**
	 * Whose calls.
	 * @return the service or subset
	 */
	public Subject subject() {
		return this.subject;
	}

	/**
	 * How many calls there are and may be.
	 * @return the limits
	 */
	public Limits limits() {
		return this.limits;
	}

	/**
	 * A call begins; each needs one {@link #leave}.
	 * @return what to leave with, null without a circuit breaker
	 * @throws CallRefusedException if it may not
	 */
	@Nullable CircuitPhase enter() {
		CircuitBreaker known = this.breaker;
		CircuitPhase phase = (known != null) ? known.enter() : null;
		if (known != null && phase == null) {
			throw circuitOpen(known);
		}
		if (!this.limits.enter()) {
			if (known != null && phase != null) {
				known.leave(phase, Outcome.CANCELLED);
			}
			throw this.limits.serviceFull();
		}
		return phase;
	}

	/**
	 * A call begins that nobody can refuse any more.
	 * @return what to leave with, null if it says nothing about the circuit
	 */
	@Nullable CircuitPhase enterAnyway() {
		this.limits.enterAnyway();
		return (this.breaker != null) ? this.breaker.enter() : null;
	}

	/**
	 * A call has ended, with all its attempts.
	 * @param phase what enter returned
	 * @param outcome how; {@link Outcome#CANCELLED} if it says nothing
	 */
	void leave(@Nullable CircuitPhase phase, Outcome outcome) {
		this.limits.leave();
		if (this.breaker != null && phase != null) {
			this.breaker.leave(phase, outcome);
		}
	}

	/**
	 * Why a call that would begin now is refused, for those who begin it elsewhere.
	 * @return the reason, null if it isn't
	 */
	public @Nullable CallRefusedException refusal() {
		if (this.breaker != null && this.breaker.refuses()) {
			return circuitOpen(this.breaker);
		}
		return this.limits.isFull() ? this.limits.serviceFull() : null;
	}

	private CallRefusedException circuitOpen(CircuitBreaker known) {
		this.observer.refused(this.subject.serviceId(), Refusal.CIRCUIT_OPEN);
		return known.refusal();
	}

	/**
	 * A full instance counts as tried: the call goes to the next one.
	 * @param context what else is known about the call
	 * @return what to pick by
	 */
	public PickContext unlessFull(PickContext context) {
		return this.limits.isPerInstance() ? new FreeContext(context, this.limits) : context;
	}

	/**
	 * Whether calls may begin, as of now.
	 * @return the report
	 */
	public AdmissionReport report() {
		return new AdmissionReport(this.limits.inFlight(), this.limits.settings().perService(),
				this.limits.settings().perInstance(), (this.breaker != null) ? this.breaker.state() : null,
				(this.breaker != null) ? this.breaker.explain() : null);
	}

	/**
	 * A round of the balancer's, on one thread at a time.
	 */
	public void tick() {
		this.limits.tick();
	}

}
