package dev.discovery.balancing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Why one instance is or isn't picked.
 *
 * @param instance the instance
 * @param pickable whether it gets calls
 * @param reason why it does or doesn't
 * @param stats what calls learned about it, null if it gets none because of what the
 * registry says
 */
public record InstanceReport(Instance instance, boolean pickable, String reason, @Nullable InstanceStats stats) {

	static List<InstanceReport> all(Pool pool, long now) {
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
				called.put(candidate.instance(), new InstanceReport(candidate.instance(), false,
						"picked last: " + some.why(), candidate.stats()));
			}
		}
		for (Candidate candidate : selection.unfit()) {
			called.put(candidate.instance(), unfit(candidate, now));
		}
		for (Candidate candidate : selection.down()) {
			called.put(candidate.instance(), down(candidate));
		}
		Stream<InstanceReport> listed = pool.snapshot()
			.instances()
			.stream()
			.map((instance) -> called.getOrDefault(instance,
					new InstanceReport(instance, false, "the registry says " + instance.getHealth(), null)));
		return Stream.concat(listed, Stream.of(selection.limbo()).map(InstanceReport::limbo)).toList();
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
			reason = "unfit, but used all the same: too few are fit (" + whyUnfit(stats, now) + ")";
		}
		else if (stats.share() < SlowStart.FULL) {
			reason = "fit, and coming to its full share: " + stats.share() * 100 / SlowStart.FULL + " % so far";
		}
		else {
			reason = "fit: the registry says UP";
		}
		return new InstanceReport(candidate.instance(), true, reason + share, stats);
	}

	private static InstanceReport unfit(Candidate candidate, long now) {
		return new InstanceReport(candidate.instance(), false, whyUnfit(candidate.stats(), now), candidate.stats());
	}

	private static InstanceReport down(Candidate candidate) {
		return new InstanceReport(candidate.instance(), true,
				"the registry says DOWN, but it says so of all: calls may show better", candidate.stats());
	}

	private static InstanceReport limbo(Candidate candidate) {
		return new InstanceReport(candidate.instance(), true,
				"in limbo: it vanished from the registry together with most others, and is picked when nobody else is left",
				candidate.stats());
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
