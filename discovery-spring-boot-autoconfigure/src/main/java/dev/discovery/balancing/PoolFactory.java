package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.discovery.balancing.locality.Capacity;
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

	private static final Candidate[] NOBODY = {};

	private final Scope scope;

	private final BalancingSettings settings;

	private final Supplier<String> clientId;

	private final Rotation rotation;

	private final Retries retries;

	private final Admission admission;

	/**
	 * Creates a factory.
	 * @param scope which instances it is for
	 * @param settings the service's settings
	 * @param clientId what tells this client from the others
	 * @param rotation the service's place in the round
	 * @param retries the service's retries
	 * @param admission whether the service's calls may begin
	 */
	PoolFactory(Scope scope, BalancingSettings settings, Supplier<String> clientId, Rotation rotation, Retries retries,
			Admission admission) {
		this.scope = scope;
		this.settings = settings;
		this.clientId = clientId;
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
	 * @param others those who are used where nobody of the scope is fit, null if nobody
	 * is
	 * @return the pool
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Policy policy, @Nullable Selection others) {
		Candidate[] up = candidates(snapshot.instances(), candidates, Health.UP);
		Predicate<Candidate> usable = (others != null) ? PoolFactory::isNotQuarantined
				: unlessNobodyIs(up, PoolFactory::isNotQuarantined);
		Candidate[] limbo = filter(candidates(snapshot.limbo(), candidates, Health.UP), usable);
		Candidate[] down = (up.length + limbo.length == 0 && others == null) ? down(snapshot, candidates) : NOBODY;
		Capacity capacity = this.settings.placement().capacity();
		Predicate<Candidate> wanted = unlessNobodyIs(filter(up, usable), capacity::isEnough);
		Predicate<Candidate> unwanted = usable.and(wanted.negate());
		// those that are down are missing at their level
		Candidate[] members = join(up, candidates(snapshot.instances(), candidates, Health.DOWN));
		Levels levels = new Levels(members, usable.and(wanted).and(PoolFactory::isUp), this.settings,
				this.clientId.get(), others == null);
		Predicate<Candidate> full = unwanted.and(Levels::isFit);
		Candidate[] spare = filter(up, full);
		Candidate[] unfit = filter(levels.rest(), full.negate().and(PoolFactory::isUp));
		Candidate[] last = join(filter(join(spare, levels.others(), limbo), Levels::isFit),
				filter(unfit, PoolFactory::isWorthATry), down);
		List<PassedOver> passedOver = List.of(new PassedOver(Step.CAPACITY, spare, capacity.whyNot()),
				new PassedOver(Step.SLICE, levels.others(), "it is outside of this client's slice"));
		Selection own = new Selection(levels.all(), unfit, passedOver, limbo, down, last,
				levels.panic() || down.length != 0);
		Selection selection = own.orElse(others);
		// a route comes before a cookie
		Stickiness sticky = Stickiness.of(this.settings.affinity().cookie(), (selection == others) ? others : own);
		return new Pool(this.scope, snapshot, selection, policy, this.rotation, this.retries, this.admission, sticky);
	}

	/** Those who said themselves that they don't want calls are left alone. */
	private Candidate[] down(ServiceSnapshot snapshot, Map<String, Candidate> candidates) {
		Candidate[] down = candidates(snapshot.instances(), candidates, Health.DOWN);
		return (this.settings.panicThreshold() > 0) ? filter(down, PoolFactory::isNotQuarantined) : NOBODY;
	}

	private Candidate[] candidates(List<Instance> instances, Map<String, Candidate> candidates, Health health) {
		return instances.stream()
			.filter((instance) -> instance.getHealth() == health && this.scope.contains(instance))
			.map((instance) -> Objects.requireNonNull(candidates.get(instance.getInstanceId())))
			.toArray(Candidate[]::new);
	}

	private static Candidate[] filter(Candidate[] candidates, Predicate<Candidate> filter) {
		return Arrays.stream(candidates).filter(filter).toArray(Candidate[]::new);
	}

	private static Candidate[] join(Candidate[]... some) {
		return Stream.of(some).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

	/** What is done by hand or by preference never takes the last one. */
	private static Predicate<Candidate> unlessNobodyIs(Candidate[] candidates, Predicate<Candidate> filter) {
		return Arrays.stream(candidates).anyMatch(filter) ? filter : (candidate) -> true;
	}

	private static boolean isUp(Candidate candidate) {
		return candidate.instance().getHealth() == Health.UP;
	}

	private static boolean isNotQuarantined(Candidate candidate) {
		Ejection ejection = candidate.stats().ejection();
		return ejection == null || ejection.reason() != Ejection.Reason.QUARANTINE;
	}

	/** Better than nobody: it may fail, but it answers. */
	private static boolean isWorthATry(Candidate candidate) {
		Ejection ejection = candidate.stats().ejection();
		return ejection == null
				|| (ejection.reason() != Ejection.Reason.QUARANTINE && ejection.reason() != Ejection.Reason.HUNG);
	}

}
