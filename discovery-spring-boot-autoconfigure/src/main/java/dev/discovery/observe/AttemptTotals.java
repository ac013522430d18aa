package dev.discovery.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;

import dev.discovery.balancing.Pool;
import dev.discovery.balancing.Selection;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.InstanceStats;

/**
 * The attempts at the instances of one service, added up from what the instances' stats
 * count anyway: a call costs nothing for it. Instances that leave take nothing with them,
 * so that the sums never fall; those who have calls under way are watched to the end of
 * these. Safe for use by several threads.
 */
final class AttemptTotals {

	/** By identity; gone when neither a pool nor a call holds the instance any more. */
	private final Map<InstanceStats, Seen> watched = new WeakHashMap<>();

	private List<InstanceStats> current = List.of();

	private long successes;

	private long failures;

	/** Others may be called from now on. */
	synchronized void pooled(Pool pool) {
		addUp();
		Selection selection = pool.selection();
		this.current = Stream.of(selection.fit(), selection.unfit(), selection.last(), selection.limbo())
			.flatMap(Arrays::stream)
			.map(Candidate::stats)
			.distinct()
			.toList();
		this.current.forEach((stats) -> this.watched.putIfAbsent(stats, new Seen()));
	}

	private void addUp() {
		this.watched.forEach((stats, seen) -> {
			long succeeded = stats.successes();
			long failed = stats.failures();
			this.successes += succeeded - seen.successes;
			this.failures += failed - seen.failures;
			seen.successes = succeeded;
			seen.failures = failed;
		});
	}

	synchronized long successes() {
		addUp();
		return this.successes;
	}

	synchronized long failures() {
		addUp();
		return this.failures;
	}

	synchronized int underWay() {
		return this.watched.keySet().stream().mapToInt(InstanceStats::inFlight).sum();
	}

	/** What attempts usually take, in seconds: that of all instances alike. */
	synchronized double usualSeconds() {
		return this.current.stream()
			.mapToLong(InstanceStats::usualNanos)
			.filter((nanos) -> nanos > 0)
			.average()
			.orElse(0) / 1e9;
	}

	/** The same of the slowest instance. */
	synchronized double slowestSeconds() {
		return this.current.stream().mapToLong(InstanceStats::usualNanos).max().orElse(0) / 1e9;
	}

	/** What has been added up so far. */
	private static final class Seen {

		private long successes;

		private long failures;

	}

}
