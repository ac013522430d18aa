package dev.discovery.fitness.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;

/**
 * One instance that is followed, and what its probes said.
 * <p>
 * Used by one thread at a time.
 */
final class ProbedInstance {

	/** Who waits for the probe that is on its way, or in the queue. */
	final List<CompletableFuture<Boolean>> waiters = new ArrayList<>();

	final String serviceId;

	final ProbePlan plan;

	Instance instance;

	Timer timer = Timer.NONE;

	/** Whether a probe is on its way, or in the queue. */
	boolean asking;

	boolean gone;

	/** Failures in a row while it counts as healthy, successes in a row while not. */
	private int against;

	private Verdict verdict = Verdict.UNPROBED;

	ProbedInstance(String serviceId, ProbePlan plan, Instance instance) {
		this.serviceId = serviceId;
		this.plan = plan;
		this.instance = instance;
	}

	/**
	 * Whom the registry doesn't call UP gets no calls, so nobody needs to ask.
	 */
	boolean isAskable() {
		return !this.gone && this.instance.getHealth() == Health.UP;
	}

	/**
	 * Whether what was found of this one says nothing of the other, under the same id.
	 */
	boolean isAnother(Instance other) {
		return this.instance.getPort() != other.getPort() || this.instance.isSecure() != other.isSecure()
				|| !this.instance.getHost().equals(other.getHost())
				|| !Objects.equals(this.instance.getMetadata().get(Instance.REGISTERED_AT),
						other.getMetadata().get(Instance.REGISTERED_AT));
	}

	boolean isUnhealthy() {
		return this.verdict == Verdict.UNHEALTHY;
	}

	/**
	 * Whether the last probe spoke against the verdict, or there is none yet.
	 */
	boolean isInDoubt() {
		return this.against > 0 || this.verdict == Verdict.UNPROBED;
	}

	/**
	 * Takes in what a probe said.
	 * @param healthy whether it passed
	 * @return whether it counts as something else than before
	 */
	boolean heard(boolean healthy) {
		boolean unhealthy = isUnhealthy();
		boolean contrary = unhealthy == healthy;
		this.against = contrary ? this.against + 1 : 0;
		boolean changed = this.against >= (unhealthy ? this.plan.successes() : this.plan.failures());
		if (changed) {
			this.against = 0;
		}
		if (unhealthy != changed) {
			this.verdict = Verdict.UNHEALTHY;
		}
		else if (healthy) {
			this.verdict = Verdict.HEALTHY;
		}
		return changed;
	}

	void answer(boolean healthy) {
		List<CompletableFuture<Boolean>> answered = List.copyOf(this.waiters);
		this.waiters.clear();
		answered.forEach((waiter) -> waiter.complete(healthy));
	}

	void leave() {
		this.gone = true;
		this.timer.cancel();
		answer(false);
	}

}
