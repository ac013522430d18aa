package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.discovery.fitness.probe.ProbeState.Verdict;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One instance that is followed, and what its probes said.
 * <p>
 * Used by one thread at a time, but for {@link #state}.
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

	private volatile Finding finding = Finding.NONE;

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
		return this.finding.verdict() == Verdict.UNHEALTHY;
	}

	/**
	 * Whether the last probe spoke against the verdict, or there is none yet.
	 */
	boolean isInDoubt() {
		return this.against > 0 || this.finding.verdict() == Verdict.UNPROBED;
	}

	/**
	 * Takes in what a probe said.
	 * @return whether it counts as something else than before
	 */
	boolean heard(@Nullable String why, long now) {
		boolean unhealthy = isUnhealthy();
		boolean contrary = unhealthy == (why == null);
		this.against = contrary ? this.against + 1 : 0;
		boolean changed = this.against >= (unhealthy ? this.plan.successes() : this.plan.failures());
		if (changed) {
			this.against = 0;
		}
		this.finding = new Finding(verdict(unhealthy != changed, why), why, now);
		return changed;
	}

	private Verdict verdict(boolean unhealthy, @Nullable String why) {
		if (unhealthy) {
			return Verdict.UNHEALTHY;
		}
		return (why != null) ? this.finding.verdict() : Verdict.HEALTHY;
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

	ProbeState state(long now) {
		Finding last = this.finding;
		if (last == Finding.NONE) {
			return ProbeState.NONE;
		}
		return new ProbeState(last.verdict(), last.why(), Duration.ofNanos(now - last.at()));
	}

	private record Finding(Verdict verdict, @Nullable String why, long at) {

		static final Finding NONE = new Finding(Verdict.UNPROBED, null, 0);

	}

}
