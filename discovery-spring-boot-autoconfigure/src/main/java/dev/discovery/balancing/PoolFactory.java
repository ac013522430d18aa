package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.discovery.balancing.limit.Admission;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.Retries;
import dev.discovery.fitness.Ejection;
import dev.discovery.model.ServiceSnapshot;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds a service's pools. Every filter, in its order, is visible here: filters run when
 * a pool is built, only picks run at call time.
 */
final class PoolFactory {

	private static final Log logger = LogFactory.getLog(PoolFactory.class);

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
	 * Builds a pool. A policy of the application's may fail; what is known must not be
	 * hidden by it.
	 * @param snapshot what the registry says
	 * @param candidates one for each of the snapshot's instances, those in limbo among
	 * them, by its id
	 * @param others those who are used where nobody of the scope is fit, null if nobody
	 * is
	 * @return the pool
	 */
	Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, @Nullable Selection others) {
		try {
			return build(snapshot, candidates, this.settings.policy(), others);
		}
		catch (RuntimeException ex) {
			logger.error("The load-balancing policy of " + this.scope.nameOf(snapshot.serviceId())
					+ " failed; its instances are picked in turn until the next change", ex);
			return build(snapshot, candidates, Policies.roundRobin(), others);
		}
	}

	private Pool build(ServiceSnapshot snapshot, Map<String, Candidate> candidates, Policy policy,
			@Nullable Selection others) {
		Listed listed = Listed.of(this.scope, snapshot, candidates,
				others == null && this.settings.panicThreshold() > 0);
		Predicate<Candidate> usable = (others != null) ? PoolFactory::isNotQuarantined
				: unlessNobodyIs(listed.called(), PoolFactory::isNotQuarantined);
		Candidate[] limbo = filter(listed.limbo(), usable);
		Capacity capacity = this.settings.placement().capacity();
		Predicate<Candidate> wanted = unlessNobodyIs(filter(listed.called(), usable.and(Levels::isFit)),
				listed.preferred(capacity));
		Predicate<Candidate> unwanted = usable.and(wanted.negate());
		Levels levels = new Levels(listed.members(), usable.and(wanted).and(listed::mayBeCalled), this.settings,
				this.clientId.get(), others == null);
		Predicate<Candidate> full = unwanted.and(Levels::isFit);
		Candidate[] spare = filter(listed.called(), full);
		Candidate[] unfit = filter(levels.rest(), full.negate().and(listed::mayBeCalled));
		Candidate[] last = join(filter(join(spare, levels.others(), limbo), Levels::isFit),
				filter(unfit, PoolFactory::isWorthATry));
		List<PassedOver> passedOver = List.of(listed.passedOver(spare, capacity),
				new PassedOver(Step.SLICE, levels.others(), "it is outside of this client's slice"));
		Selection own = new Selection(levels.all(), unfit, passedOver, limbo, last, levels.panic() || listed.doubted());
		Selection selection = own.orElse(others);
		// a route comes before a cookie
		Stickiness sticky = Stickiness.of(this.settings.affinity().cookie(), (selection == others) ? others : own);
		return new Pool(this.scope, snapshot, selection, policy, this.rotation, this.retries, this.admission, sticky);
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
