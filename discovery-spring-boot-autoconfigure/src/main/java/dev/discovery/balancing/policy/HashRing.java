package dev.discovery.balancing.policy;

import java.util.Arrays;

/**
 * A ring of {@value #POINTS} points, each of which belongs to one place and, should that
 * be gone, to its heir. Who owns a point depends on nobody but the owner and the point,
 * by weighted rendezvous: when a place leaves, exactly its points move, each to its heir,
 * and when its weight changes, only from or to it.
 * <p>
 * From Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates" (1998);
 * weights from Schindelhauer and Schomaker, "Weighted Distributed Hash Tables" (2005).
 * Immutable.
 */
final class HashRing {

	static final int POINTS = 1 << Character.SIZE;

	/** Behind that many turns nobody is looked for at a point. */
	static final int TURNS = 4096;

	private static final int SHIFT = Long.SIZE - Character.SIZE;

	private final long[] ids;

	private final double[] weights;

	private final char[] owners = new char[POINTS];

	private final char[] heirs = new char[POINTS];

	/**
	 * Creates a ring.
	 * @param ids what each place is known by, wherever it stands; not to be changed
	 * @param weights the weight of each place, more than 0; not to be changed
	 */
	HashRing(long[] ids, double[] weights) {
		if (ids.length > POINTS) {
			throw new IllegalArgumentException(
					"A ring has no room for " + ids.length + " instances; let each client use a slice of them");
		}
		this.ids = ids;
		this.weights = weights;
		if (ids.length > 1) {
			Arrivals arrivals = new Arrivals(ids, weights);
			for (int point = 0; point < POINTS; point++) {
				this.owners[point] = (char) arrivals.first(point);
				this.heirs[point] = (char) arrivals.second(point);
			}
		}
	}

	/**
	 * Whether a ring of these would be the same.
	 */
	boolean isOf(long[] ids, double[] weights) {
		return Arrays.equals(this.ids, ids) && Arrays.equals(this.weights, weights);
	}

	/**
	 * Where a hash falls.
	 * @param hash the hash
	 * @return the point
	 */
	static int point(long hash) {
		return (int) (hash >>> SHIFT);
	}

	/**
	 * Whose turn it is to get what fell on a point.
	 * @param point the point
	 * @param turn 0 for its owner, 1 for the heir, then the owners of the points behind
	 * @return the place
	 */
	int place(int point, int turn) {
		return (turn == 1) ? this.heirs[point] : this.owners[(point + Math.max(0, turn - 1)) & (POINTS - 1)];
	}

}
