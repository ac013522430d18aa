package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.balancing.limit.AdmissionReport;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.RouteShare;
import dev.discovery.balancing.route.RouteTable;
import dev.discovery.directory.NoAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A service's pools by what is in a request, built together with its whole pool and kept
 * by it.
 * <p>
 * Immutable; used by many threads at once without a lock.
 */
final class RoutedPools {

	private final @Nullable RouteTable table;

	/** By target. */
	private final Destination[] destinations;

	/** Where no rule matches. */
	private final PreferredPools preferred;

	private final Map<String, Pool> byKey;

	RoutedPools(@Nullable RouteTable table, Destination[] destinations, PreferredPools preferred,
			Map<String, Pool> byKey) {
		this.table = table;
		this.destinations = destinations;
		this.preferred = preferred;
		this.byKey = Map.copyOf(byKey);
	}

	private Destination destination(RequestView request) {
		int target = (this.table != null) ? this.table.target(request) : RouteTable.NOWHERE;
		return (target != RouteTable.NOWHERE) ? this.destinations[target] : this.preferred.find(request);
	}

	/**
	 * Routes a request; waits where it goes to another service that has not been answered
	 * yet.
	 */
	Pool pool(RequestView request, Balancer balancer) {
		Destination to = destination(request);
		if (to.service() == null) {
			return to.pool();
		}
		try {
			return to.preferring(balancer.pool(to.service()));
		}
		catch (NoAnswerException ex) {
			return to.insteadOf(ex);
		}
	}

	CompletionStage<Pool> poolAsync(RequestView request, Balancer balancer) {
		Destination to = destination(request);
		if (to.service() == null) {
			return CompletableFuture.completedFuture(to.pool());
		}
		return balancer.poolAsync(to.service()).thenApply(to::preferring).exceptionallyCompose((failure) -> {
			Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
			return (to.otherwise() == Otherwise.ALL && cause instanceof NoAnswerException)
					? CompletableFuture.completedFuture(to.pool()) : CompletableFuture.failedStage(cause);
		});
	}

	/**
	 * The pool that has taken another one's place.
	 */
	Pool latest(Pool old) {
		return this.byKey.getOrDefault(old.scope().key(), old);
	}

	/**
	 * Whether the calls of those subsets may begin that aren't counted with their
	 * service's, by the subset's name.
	 */
	Map<String, AdmissionReport> admissions() {
		Map<String, AdmissionReport> reports = new TreeMap<>();
		for (Pool pool : this.byKey.values()) {
			String subset = pool.admission().subject().subset();
			if (subset != null) {
				reports.computeIfAbsent(subset, (name) -> pool.admissionReport());
			}
		}
		return reports;
	}

	/**
	 * Where requests like this one go. Counts nothing, waits for nobody.
	 */
	List<Way> ways(RequestView request, Balancer balancer) {
		List<Way> ways = new ArrayList<>();
		double left = 1;
		for (RouteShare share : (this.table != null) ? this.table.shares(request) : List.<RouteShare>of()) {
			left -= share.share();
			ways.add(way(share.rule(), share.match().toString(), share.share(), this.destinations[share.target()],
					balancer));
		}
		// what is left over by adding fractions is nothing
		if (ways.isEmpty() || left > 1e-9) {
			ways.add(way(Way.NO_RULE, "", left, this.preferred.find(request), balancer));
		}
		return ways;
	}

	private static Way way(int rule, String match, double share, Destination to, Balancer balancer) {
		Pool other = (to.service() != null) ? balancer.known(to.service()) : null;
		return new Way(rule, match, share, (other != null) ? to.preferring(other) : to.pool(), to.service());
	}

	/**
	 * Where a rule leads.
	 *
	 * @param pool who gets the calls; where they go to another service, who gets them if
	 * nobody there can
	 * @param service the other service, null if they stay
	 * @param otherwise what happens where that has nobody
	 */
	record Destination(Pool pool, @Nullable String service, Otherwise otherwise) {

		Destination(Pool pool) {
			this(pool, null, Otherwise.REFUSE);
		}

		Pool preferring(Pool other) {
			return (this.otherwise == Otherwise.ALL && other.isEmpty()) ? this.pool : other;
		}

		Pool insteadOf(NoAnswerException failure) {
			if (this.otherwise == Otherwise.ALL) {
				return this.pool;
			}
			throw failure;
		}

	}

	/**
	 * One of the ways that requests like one go.
	 *
	 * @param rule the number of the rule, {@link #NO_RULE} if none matches
	 * @param match what the rule asks for
	 * @param share the part of the requests, more than 0 and at most 1
	 * @param pool who gets them
	 * @param service the other service that they are sent to, null if they stay
	 */
	record Way(int rule, String match, double share, Pool pool, @Nullable String service) {

		static final int NO_RULE = 0;

	}

}
