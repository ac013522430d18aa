package dev.discovery.balancing.policy;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A client's own slice of a very large service, so that not everybody keeps connections
 * to everybody: the instances that rank first for this client, by rendezvous hashing.
 * When an instance comes or goes, a client's slice changes by one at most.
 * <p>
 * Why: "Site Reliability Engineering" (2016), chapter 20. How: rendezvous, since the
 * book's rounds need clients that are numbered in a row, see Ward et al., "Reinventing
 * Backend Subsetting at Google" (2022).
 */
public final class Subsetting {

	private Subsetting() {
	}

	/**
	 * Who belongs to a client's slice. A pure function.
	 * @param candidates who there is, each with an id of its own
	 * @param size how many the slice has, 0 for all
	 * @param clientId what tells this client from the others, the same after a restart
	 * @return tells who of them belongs to it
	 */
	public static Predicate<Candidate> of(Candidate[] candidates, int size, String clientId) {
		if (size == 0 || candidates.length <= size) {
			return (candidate) -> true;
		}
		long client = Hashing.of(clientId);
		long[] ranks = Arrays.stream(candidates).mapToLong((candidate) -> rank(candidate, client)).toArray();
		Arrays.sort(ranks);
		long last = ranks[size - 1];
		return (candidate) -> rank(candidate, client) <= last;
	}

	private static long rank(Candidate candidate, long client) {
		return Hashing.mix(Hashing.of(candidate.instance().getInstanceId()) ^ client);
	}

}
