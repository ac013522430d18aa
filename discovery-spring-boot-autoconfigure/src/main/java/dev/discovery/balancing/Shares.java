package dev.discovery.balancing;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.policy.Candidate;
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
	 * @return the parts, which add up to 1 unless the pool is empty
	 */
	static Map<Candidate, Double> of(Pool pool) {
		List<Candidate> candidates = pool.candidates();
		Map<Candidate, Double> shares = new IdentityHashMap<>();
		double each = 1.0 / candidates.size();
		for (int i = 0; i < candidates.size(); i++) {
			double own = each * candidates.get(i).stats().share() / SlowStart.FULL;
			Candidate next = nextWithFullShare(candidates, i);
			shares.merge(candidates.get(i), own, Double::sum);
			shares.merge(next, each - own, Double::sum);
		}
		return shares;
	}

	/** As the pool does it: whoever comes slowly gives the rest to the next. */
	private static Candidate nextWithFullShare(List<Candidate> candidates, int place) {
		for (int i = 1; i < candidates.size(); i++) {
			Candidate other = candidates.get((place + i) % candidates.size());
			if (other.stats().share() == SlowStart.FULL) {
				return other;
			}
		}
		return candidates.get(place);
	}

}
