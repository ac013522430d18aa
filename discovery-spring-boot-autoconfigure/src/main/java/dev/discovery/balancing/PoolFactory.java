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
import org.jspecify.annotations.Nullable;

/**
 * Builds a service's pools. Every filter, in its order, is visible here: filters run when
 * a pool is built, only picks run at call time.
 */
final class PoolFactory {

	private final Scope scope;

	private final int panicThreshold;

	private final Rotation rotation;

	private final Retries retries;

	/**
	 * Creates a factory.
	 * @param scope which instances it is for
	 * @param panicThreshold the percentage of fit instances under which all are used
	 * @param rotation the service's place in the round
	 * @param retries the service's retries
	 */
	PoolFactory(Scope scope, int panicThreshold, Rotation rotation, Retries retries) {
		this.scope = scope;
		this.panicThreshold = panicThreshold;
		this.rotation = rotation;
		this.retries = retries;
	}

	/**
	 * Builds a pool.
	 * @param snapshot what the registry says
	 * @param candidates one for each of the snapshot's instances, those in limbo among
	 * them, by its id
	 * @param policy how one of the fit is chosen
	 * @param others those who are used where nobody of the scope is fit, null if nobody
	 * is
	 * @return the pool
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Policy policy, @Nullable Selection others) {
		Predicate<Instance> eligible = ((Predicate<Instance>) PoolFactory::isUp).and(this.scope::contains);
		Candidate[] up = candidates(snapshot.instances(), candidates, eligible);
		Predicate<Candidate> usable = (others != null) ? PoolFactory::isNotQuarantined
				: unlessNobodyIs(up, PoolFactory::isNotQuarantined);
		Predicate<Candidate> fit = usable.and(PoolFactory::isFit);
		int fitOnes = filter(up, fit).length;
		boolean panic = isPanic(fitOnes, filter(up, usable).length) && (fitOnes != 0 || others == null);
		Predicate<Candidate> chosen = panic ? usable : fit;
		Candidate[] unfit = filter(up, chosen.negate());
		Candidate[] limbo = filter(candidates(snapshot.limbo(), candidates, eligible), usable);
		Candidate[] last = join(filter(limbo, PoolFactory::isFit), filter(unfit, PoolFactory::isWorthATry));
		Selection selection = new Selection(filter(up, chosen), unfit, limbo, last, panic).orElse(others);
		return new Pool(this.scope, snapshot, selection, policy, this.rotation, this.retries);
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
