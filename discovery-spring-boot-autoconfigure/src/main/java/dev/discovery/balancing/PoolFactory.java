package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.discovery.balancing.limit.Admission;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.Retries;
import dev.discovery.fitness.Ejection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds a service's pools. Every filter is visible in {@link Verdicts}: filters run when
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
	 * @param candidates all of the service's, and what they are made from
	 * @param others those who are used where nobody of the scope is fit, null if nobody
	 * is
	 * @return the pool
	 */
	Pool build(Candidates candidates, @Nullable Selection others) {
		try {
			return build(candidates, this.settings.policy(), others);
		}
		catch (RuntimeException ex) {
			logger.error("The load-balancing policy of " + this.scope.nameOf(candidates.snapshot().serviceId())
					+ " failed; its instances are picked in turn until the next change", ex);
			return build(candidates, Policies.roundRobin(), others);
		}
	}

	private Pool build(Candidates candidates, Policy policy, @Nullable Selection others) {
		boolean alone = others == null;
		Verdicts verdicts = new Verdicts(this.scope, candidates, this.settings.placement().capacity(), alone,
				this.settings.panicThreshold() > 0);
		Levels levels = new Levels(verdicts, this.settings, this.clientId.get(), alone);
		Candidate[] spare = verdicts.those(Verdict.SPARE);
		Candidate[] limbo = verdicts.those(Verdict.LIMBO);
		Candidate[] unfit = levels.unfit();
		Candidate[] last = Stream
			.concat(Stream.of(spare, levels.others(), limbo).flatMap(Arrays::stream).filter(Levels::isFit),
					Arrays.stream(unfit).filter(PoolFactory::isWorthATry))
			.toArray(Candidate[]::new);
		List<PassedOver> passedOver = List.of(verdicts.passedOver(spare),
				new PassedOver(Step.SLICE, levels.others(), "it is outside of this client's slice"));
		Selection own = new Selection(levels.all(), unfit, passedOver, limbo, last,
				levels.panic() || verdicts.doubted());
		Selection selection = own.orElse(others);
		// a route comes before a cookie
		Stickiness sticky = Stickiness.of(this.settings.affinity().cookie(), (selection == others) ? others : own);
		return new Pool(this.scope, candidates.snapshot(), selection, policy, this.rotation, this.retries,
				this.admission, sticky);
	}

	/** Better than nobody: it may fail, but it answers. */
	private static boolean isWorthATry(Candidate candidate) {
		Ejection ejection = candidate.stats().ejection();
		return ejection == null
				|| (ejection.reason() != Ejection.Reason.QUARANTINE && ejection.reason() != Ejection.Reason.HUNG);
	}

}
