package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;

/**
 * Where a call has been without success. Used by one thread at a time.
 */
final class Trail {

	private final Candidate[] places;

	private int size;

	/**
	 * Creates a trail that begins somewhere.
	 * @param first where it was first
	 * @param most how many attempts there may be
	 */
	Trail(Candidate first, int most) {
		this.places = new Candidate[most];
		add(first);
	}

	void add(Candidate place) {
		if (this.size < this.places.length) {
			this.places[this.size++] = place;
		}
	}

	boolean endsAt(Candidate candidate) {
		return isSame(this.places[this.size - 1], candidate);
	}

	boolean contains(Candidate candidate) {
		for (int i = this.size - 1; i >= 0; i--) {
			if (isSame(this.places[i], candidate)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSame(Candidate place, Candidate candidate) {
		return candidate.instance().equals(place.instance());
	}

}
