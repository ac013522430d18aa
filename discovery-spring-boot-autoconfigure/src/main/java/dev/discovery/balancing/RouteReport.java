package dev.discovery.balancing;

import java.util.List;

import dev.discovery.balancing.RoutedPools.Way;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.Otherwise;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways that requests like one go.
 *
 * @param rule the number of the rule that sends them there, from 1; 0 if none matches
 * @param match what the rule asks for, empty if none matches
 * @param destination where they go
 * @param share the part of the requests, more than 0 and at most 1
 * @param note what is special about it, null if nothing is
 */
public record RouteReport(int rule, String match, String destination, double share, @Nullable String note) {

	static List<Way> ways(Pool whole, @Nullable RequestView request, Balancer balancer) {
		RoutedPools routed = whole.routed();
		return (request == null || routed == null) ? List.of(new Way(Way.NO_RULE, "", 1, whole, null))
				: routed.ways(request, balancer);
	}

	static RouteReport of(Way way) {
		return new RouteReport(way.rule(), way.match(), destination(way), way.share(), note(way));
	}

	private static String destination(Way way) {
		if (way.service() != null) {
			return "service '" + way.service() + "'";
		}
		return way.pool().scope().isWhole() ? "all instances" : way.pool().scope().name();
	}

	private static @Nullable String note(Way way) {
		Pool pool = way.pool();
		if (way.service() != null && !pool.snapshot().serviceId().equals(way.service())) {
			return "nothing is known of it, or nobody there can be called: as of now, what the rule says for that counts";
		}
		if (pool.isEmpty()) {
			return "nobody there can be called: refused";
		}
		boolean deserted = pool.scope().otherwise() == Otherwise.ALL
				&& pool.candidates().stream().noneMatch((candidate) -> pool.scope().contains(candidate.instance()));
		return deserted ? "nobody there is fit, so all are used" : null;
	}

}
