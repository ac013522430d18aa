package dev.discovery.balancing;

import java.util.IdentityHashMap;
import java.util.Map;

import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.fitness.SlowStart;

/**
 * Which part of a pool's calls each candidate gets, as long as all of them are idle.
 * Counts nothing.
 */
final class Shares {

	private Shares() {
	}

	/**
	 * Works out the shares.
	 * @param pool the pool
	 * @param request what is sent
	 * @return the parts, which add up to 1 unless the pool is empty
	 */
	static Map<Candidate, Double> of(Pool pool, RequestView request) {
		PickContext context = PickContext.of(request);
		Candidate bound = pool.bound(context);
		if (bound != null) {
			return Map.of(bound, 1.0);
		}
		Map<Candidate, Double> shares = new IdentityHashMap<>();
		int begin = 0;
		for (Reach level : pool.levels()) {
			double ofLevel = (level.end() - begin) / (double) Spillover.ALL;
			begin = level.end();
			for (Candidate member : level.members()) {
				double each = ofLevel * level.picker().share(member, level.members().length, context);
				double own = each * part(member, level.picker(), context);
				shares.merge(member, own, Double::sum);
				// as the pool does it: whoever comes slowly gives the rest to the next
				shares.merge(level.nextWithFullShare(member), each - own, Double::sum);
			}
		}
		return shares;
	}

	/** Some policies know already who is warming up. */
	private static double part(Candidate member, Picker picker, PickContext context) {
		return picker.insists(member, context) ? 1 : (double) member.stats().share() / SlowStart.FULL;
	}

}
