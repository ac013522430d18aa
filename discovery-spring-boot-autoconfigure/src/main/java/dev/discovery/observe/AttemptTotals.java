package dev.discovery.observe;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.InstanceStats;

/**
 * The attempts at the instances of one service, added up when somebody asks from what the
 * instances' stats count anyway: neither a call nor a change costs anything for it.
 * Instances that leave take nothing with them, so that the sums never fall; they are
 * watched to the end of the calls that they have under way. Safe for use by several
 * threads.
 */
final class AttemptTotals {

	private List<Candidate> current = List.of();

	/** Who has left, by identity, until no call holds it any more. */
	private final Map<InstanceStats, Seen> left = new WeakHashMap<>();

	/** Those of the instances that have left, as far as they are known. */
	private final Seen past = new Seen();

	/** The service has these instances from now on. */
	synchronized void listed(List<Candidate> now, List<InstanceStats> left) {
		this.current = now;
		left.forEach((stats) -> this.left.put(stats, new Seen()));
		addUp();
	}

	private void addUp() {
		this.left.forEach((stats, seen) -> {
			long succeeded = stats.successes();
			long failed = stats.failures();
			this.past.successes += succeeded - seen.successes;
			this.past.failures += failed - seen.failures;
			seen.successes = succeeded;
			seen.failures = failed;
		});
	}

	synchronized long successes() {
		addUp();
		return this.past.successes + sum(stats(), InstanceStats::successes);
	}

	synchronized long failures() {
		addUp();
		return this.past.failures + sum(stats(), InstanceStats::failures);
	}

	synchronized long underWay() {
		return sum(Stream.concat(stats(), this.left.keySet().stream()), InstanceStats::inFlight);
	}

	/** What attempts usually take, in seconds: that of all instances alike. */
	synchronized double usualSeconds() {
		return stats().mapToLong(InstanceStats::usualNanos).filter((nanos) -> nanos > 0).average().orElse(0) / 1e9;
	}

	/** The same of the slowest instance. */
	synchronized double slowestSeconds() {
		return stats().mapToLong(InstanceStats::usualNanos).max().orElse(0) / 1e9;
	}

	private Stream<InstanceStats> stats() {
		return this.current.stream().map(Candidate::stats);
	}

	private static long sum(Stream<InstanceStats> stats, ToLongFunction<InstanceStats> count) {
		return stats.mapToLong(count).sum();
	}

	/** What has been added up so far. */
	private static final class Seen {

		private long successes;

		private long failures;

	}

}
