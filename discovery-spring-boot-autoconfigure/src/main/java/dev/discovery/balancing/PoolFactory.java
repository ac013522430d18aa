package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.fitness.Ejection;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;

/**
 * Builds a service's pools. Every filter, in its order, is visible here: filters run when
 * a pool is built, only picks run at call time.
 */
final class PoolFactory {

	private final int panicThreshold;

	private final Rotation rotation;

	private final Retries retries;

	private final Admission admission;

	/**
	 * Creates a factory.
	 * @param panicThreshold the percentage of fit instances under which all are used
	 * @param rotation the service's place in the round
	 * @param retries the service's retries
	 * @param admission whether the service's calls may begin
	 */
	PoolFactory(int panicThreshold, Rotation rotation, Retries retries, Admission admission) {
		this.panicThreshold = panicThreshold;
		this.rotation = rotation;
		this.retries = retries;
		this.admission = admission;
	}

	/**
	 * Builds a pool.
	 * @param snapshot what the registry says
	 * @param candidates one for each of the snapshot's instances, those in limbo among
	 * them, by its id
	 * @param policy how one of the fit is chosen
	 * @return the pool
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Policy policy) {
		Candidate[] up = candidates(snapshot.instances(), candidates, PoolFactory::isUp);
		Predicate<Candidate> usable = unlessNobodyIs(up, PoolFactory::isNotQuarantined);
		Predicate<Candidate> fit = usable.and(PoolFactory::isFit);
		boolean panic = isPanic(filter(up, fit).length, filter(up, usable).length);
		Predicate<Candidate> chosen = panic ? usable : fit;
		Candidate[] unfit = filter(up, chosen.negate());
		Candidate[] limbo = filter(candidates(snapshot.limbo(), candidates, PoolFactory::isUp), usable);
		Candidate[] last = join(filter(limbo, PoolFactory::isFit), filter(unfit, PoolFactory::isWorthATry));
		Selection selection = new Selection(filter(up, chosen), unfit, limbo, last, panic);
		return new Pool(snapshot, selection, policy, this.rotation, this.retries, this.admission);
	}

	private static Candidate[] candidates(List<Instance> instances, Map<String, Candidate> candidates,
			Predicate<Instance> filter) {
		return instances.stream()
			.filter(filter)
			.map((instance) -> Objects.requireNonNull(candidates.get(instance.getInstanceId())))
			.toArray(Candidate[]::new);
	}

	private static Candidate[] filter(Candidate[] candidates, Predicate<Candidate> filter) {
		return Arrays.stream(candidates).filter(filter).toArray(Candidate[]::new);
	}

	private static Candidate[] join(Candidate[] some, Candidate[] others) {
		return Stream.of(some, others).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

	/** What is done by hand never takes the last one. */
	private static Predicate<Candidate> unlessNobodyIs(Candidate[] candidates, Predicate<Candidate> filter) {
		return Arrays.stream(candidates).anyMatch(filter) ? filter : (candidate) -> true;
	}

	private static boolean isUp(Instance instance) {
		return instance.getHealth() == Health.UP;
	}

	private static boolean isNotQuarantined(Candidate candidate) {
		Ejection ejection = candidate.stats().ejection();
		return ejection == null || ejection.reason() != Ejection.Reason.QUARANTINE;
	}

	private static boolean isFit(Candidate candidate) {
		return candidate.stats().ejection() == null && candidate.stats().ailment() == null;
	}

	/** Better than nobody: it may fail, but it answers. */
	private static boolean isWorthATry(Candidate candidate) {
		Ejection ejection = candidate.stats().ejection();
		return ejection == null
				|| (ejection.reason() != Ejection.Reason.QUARANTINE && ejection.reason() != Ejection.Reason.HUNG);
	}

	/**
	 * A verdict on most of them is a verdict on the observer. From Envoy.
	 */
	private boolean isPanic(int fit, int usable) {
		return fit < usable && (long) fit * 100 < (long) usable * this.panicThreshold;
	}

}
