package dev.discovery.balancing.policy;

import java.util.Arrays;

/**
 * Keeps every candidate's calls in flight below a multiple of its part of all calls in
 * flight. All are counted once per round of picks, so a pick takes no longer for it.
 * <p>
 * From Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads"
 * (2018). Safe for use by several threads without a lock.
 */
final class LoadBound {

	private final Candidate[] candidates;

	private final double[] parts;

	private int total;

	/** Written by many threads; a lost update counts a little later. */
	private int picksUntilCount;

	/**
	 * Creates a bound.
	 * @param candidates the candidates
	 * @param weights the weight of each
	 * @param factor how many times its part each may get, more than 1
	 */
	LoadBound(Candidate[] candidates, double[] weights, double factor) {
		double sum = Arrays.stream(weights).sum();
		this.candidates = candidates;
		this.parts = Arrays.stream(weights).map((weight) -> factor * weight / sum).toArray();
	}

	/** A pick begins. */
	void picking() {
		if (--this.picksUntilCount < 0) {
			this.picksUntilCount = this.candidates.length;
			int counted = 0;
			for (Candidate candidate : this.candidates) {
				counted += candidate.stats().inFlight();
			}
			this.total = counted;
		}
	}

	/**
	 * Whether it may get one more call.
	 */
	boolean admits(int place) {
		return this.candidates[place].stats().inFlight() < Math.ceil(this.parts[place] * (this.total + 1));
	}

}
