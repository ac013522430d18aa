package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.balancing.RoutedPools.Way;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Reachability;
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Why one instance is or isn't picked.
 *
 * @param instance the instance
 * @param pickable whether it gets calls
 * @param reason why it does or doesn't
 * @param passedOver the step that passes it over, null if none does
 * @param share the part of the calls that it gets, as long as all instances are idle
 * @param stats what calls learned about it, null if it gets none because of what the
 * registry says
 */
public record InstanceReport(Instance instance, boolean pickable, String reason, @Nullable Step passedOver,
		double share, @Nullable InstanceStats stats) {

	/** Those of all ways that calls go, each once, with the sum of its shares. */
	static List<InstanceReport> all(List<Way> ways, RequestView request, long now) {
		Map<Instance, InstanceReport> all = new LinkedHashMap<>();
		for (Way way : ways) {
			for (InstanceReport report : all(way.pool(), way.share(), request, now)) {
				all.merge(report.instance, report, InstanceReport::merge);
			}
		}
		return new ArrayList<>(all.values());
	}

	private static InstanceReport merge(InstanceReport one, InstanceReport other) {
		InstanceReport better = (other.share > one.share) ? other : one;
		return new InstanceReport(better.instance, one.pickable || other.pickable, better.reason, better.passedOver,
				one.share + other.share, better.stats);
	}

	private static List<InstanceReport> all(Pool pool, double ofAll, RequestView request, long now) {
		Map<Candidate, Double> shares = Shares.of(pool, request);
		Map<Instance, InstanceReport> called = new HashMap<>();
		Selection selection = pool.selection();
		for (Level level : selection.levels()) {
			String share = (selection.levels().size() > 1) ? share(level) : "";
			for (Candidate candidate : level.members()) {
				called.put(candidate.instance(), fit(candidate, selection.panic(), share, now));
			}
		}
		for (PassedOver some : selection.passedOver()) {
			for (Candidate candidate : some.candidates()) {
				called.put(candidate.instance(), new InstanceReport(candidate.instance(), true,
						"picked last: " + some.why(), some.step(), 0, candidate.stats()));
			}
		}
		for (Candidate candidate : selection.unfit()) {
			called.put(candidate.instance(), lastResort(candidate, now));
		}
		for (Candidate candidate : selection.uncalled()) {
			called.put(candidate.instance(), unfit(candidate, now));
		}
		for (Candidate candidate : selection.limbo()) {
			called.put(candidate.instance(), limbo(candidate));
		}
		shares.forEach((candidate, share) -> called.computeIfPresent(candidate.instance(),
				(instance, report) -> report.with(share * ofAll)));
		Stream<Instance> limbo = pool.snapshot()
			.limbo()
			.stream()
			.filter((instance) -> called.containsKey(instance) || !pool.scope().contains(instance));
		return Stream.concat(pool.snapshot().instances().stream(), limbo)
			.map((instance) -> called.getOrDefault(instance, passedOver(instance, pool)))
			.toList();
	}

	private InstanceReport with(double share) {
		return new InstanceReport(this.instance, this.pickable, this.reason, this.passedOver, share, this.stats);
	}

	private static String share(Level level) {
		if (level.share() == 0) {
			return "; no calls go to " + level.where() + " while the nearer ones can take them";
		}
		return "; " + Math.round(level.share() / 100.0) + " % of the calls go to " + level.where();
	}

	private static InstanceReport fit(Candidate candidate, boolean panic, String share, long now) {
		InstanceStats stats = candidate.stats();
		String reason;
		if (panic && (stats.ejection() != null || stats.ailment() != null)) {
			reason = usedAllTheSame("too few are fit", stats, now);
		}
		else if (stats.share() < SlowStart.FULL) {
			reason = "fit, and coming to its full share: " + stats.share() * 100 / SlowStart.FULL + " % so far";
		}
		else if (panic && Reachability.isOutOfReach(stats)) {
			reason = "the registry says UP, but no call has arrived lately: the next ones may";
		}
		else if (candidate.instance().getHealth() == Health.UP) {
			reason = "fit: the registry says UP";
		}
		else {
			reason = "the registry says DOWN, but nobody who is UP can be reached: calls may show better";
		}
		return new InstanceReport(candidate.instance(), true, reason + share, null, 0, stats);
	}

	private static InstanceReport lastResort(Candidate candidate, long now) {
		return new InstanceReport(candidate.instance(), true, usedAllTheSame("nobody is fit", candidate.stats(), now),
				null, 0, candidate.stats());
	}

	private static String usedAllTheSame(String because, InstanceStats stats, long now) {
		return "unfit, but used all the same: " + because + " (" + whyUnfit(stats, now) + ")";
	}

	private static InstanceReport unfit(Candidate candidate, long now) {
		InstanceStats stats = candidate.stats();
		Ejection ejection = stats.ejection();
		Step step = (ejection != null) ? step(ejection) : Step.HEALTH_CHECK;
		return new InstanceReport(candidate.instance(), false, whyUnfit(stats, now), step, 0, stats);
	}

	private static Step step(Ejection ejection) {
		return (ejection.reason() == Ejection.Reason.QUARANTINE) ? Step.QUARANTINE : Step.EJECTION;
	}

	private static InstanceReport limbo(Candidate candidate) {
		return new InstanceReport(candidate.instance(), true,
				"in limbo: it vanished from the registry together with most others, and is picked when nobody else is left",
				Step.LIMBO, 0, candidate.stats());
	}

	/** By the first filters, after which nobody looks at it any more. */
	private static InstanceReport passedOver(Instance instance, Pool pool) {
		if (instance.getHealth() != Health.UP) {
			return new InstanceReport(instance, false, "the registry says " + instance.getHealth(), Step.REGISTRY, 0,
					null);
		}
		Candidate behind = pool.find(instance);
		String reason = "not in " + pool.scope().name();
		return new InstanceReport(instance, behind != null,
				(behind != null) ? reason + ", and picked when nobody there is left" : reason, Step.SUBSET, 0,
				(behind != null) ? behind.stats() : null);
	}

	private static String whyUnfit(InstanceStats stats, long now) {
		Ejection ejection = stats.ejection();
		if (ejection == null) {
			return "the health check says: " + stats.ailment();
		}
		long seconds = Duration.ofNanos(Math.max(0, ejection.until() - now)).toSeconds();
		String kind = (ejection.reason() == Ejection.Reason.QUARANTINE) ? "quarantined" : "ejected";
		return kind + " for " + seconds + " s more: " + ejection.detail();
	}

}
