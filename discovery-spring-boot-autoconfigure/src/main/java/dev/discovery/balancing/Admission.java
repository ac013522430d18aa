package dev.discovery.balancing;

import dev.discovery.balancing.policy.PickContext;
import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls of a service, or of a subset, may begin: limits and a circuit
 * breaker.
 * <p>
 * Safe for use by several threads without a lock; allocates only for those it refuses.
 */
final class Admission {

	private final BalancingObserver observer;

	private final Subject subject;

	private final Limits limits;

	private final @Nullable CircuitBreaker breaker;

	/**
	 * Creates an admission.
	 * @param subject whose calls
	 * @param settings their limits and their circuit breaker
	 * @param runtime clock, and who hears of it
	 * @param last the one before, whose limits and whose circuit go on where their
	 * settings are the same; null if there is none
	 */
	Admission(Subject subject, BalancingSettings settings, BalancingRuntime runtime, @Nullable Admission last) {
		this.subject = subject;
		this.observer = runtime.observer();
		this.limits = (last != null && last.limits.settings().equals(settings.limits())) ? last.limits
				: new Limits(subject, settings.limits(), runtime);
		this.breaker = breaker(subject, settings.circuitBreaker(), runtime, (last != null) ? last.breaker : null);
	}

	private static @Nullable CircuitBreaker breaker(Subject subject, CircuitBreakerSettings settings,
			BalancingRuntime runtime, @Nullable CircuitBreaker last) {
		if (!settings.enabled()) {
			return null;
		}
		return (last != null && last.settings().equals(settings)) ? last
				: new CircuitBreaker(subject, settings, runtime);
	}

	/** Whose calls. */
	Subject subject() {
		return this.subject;
	}

	Limits limits() {
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
	 * @return null if it isn't
	 */
	@Nullable CallRefusedException refusal() {
		if (this.breaker != null && this.breaker.refuses()) {
			return circuitOpen(this.breaker);
		}
		return this.limits.isFull() ? this.limits.serviceFull() : null;
	}

	private CallRefusedException circuitOpen(CircuitBreaker known) {
		this.observer.refused(this.subject.serviceId(), Refusal.CIRCUIT_OPEN);
		return known.refusal();
	}

	/** A full instance counts as tried: the call goes to the next one. */
	PickContext unlessFull(PickContext context) {
		return this.limits.isPerInstance() ? new FreeContext(context, this.limits) : context;
	}

	AdmissionReport report() {
		return new AdmissionReport(this.limits.inFlight(), this.limits.settings().perService(),
				this.limits.settings().perInstance(), (this.breaker != null) ? this.breaker.state() : null,
				(this.breaker != null) ? this.breaker.explain() : null);
	}

	void tick() {
		this.limits.tick();
	}

}
