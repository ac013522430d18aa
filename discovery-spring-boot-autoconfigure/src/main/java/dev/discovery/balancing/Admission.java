package dev.discovery.balancing;

import dev.discovery.balancing.policy.PickContext;
import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service's calls may begin: its limits and its circuit breaker.
 * <p>
 * Safe for use by several threads without a lock; allocates only for those it refuses.
 */
final class Admission {

	private final BalancingObserver observer;

	private final String serviceId;

	private final Limits limits;

	private final @Nullable CircuitBreaker breaker;

	Admission(String serviceId, BalancingSettings settings, BalancingRuntime runtime) {
		this.serviceId = serviceId;
		this.observer = runtime.observer();
		this.limits = new Limits(serviceId, settings.limits(), runtime);
		this.breaker = settings.circuitBreaker().enabled()
				? new CircuitBreaker(serviceId, settings.circuitBreaker(), runtime) : null;
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
		this.observer.refused(this.serviceId, Refusal.CIRCUIT_OPEN);
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
