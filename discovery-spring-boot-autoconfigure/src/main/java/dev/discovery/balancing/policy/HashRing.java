package dev.discovery.balancing.policy;

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

	static final int POINTS = 4096;

	private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(POINTS);

	private final int[] owners = new int[POINTS];

	private final int[] heirs = new int[POINTS];

	/**
	 * Creates a ring.
	 * @param ids what each place is known by, wherever it stands
	 * @param weights the weight of each place, more than 0
	 */
	HashRing(long[] ids, double[] weights) {
		for (int point = 0; point < POINTS; point++) {
			settle(point, Hashing.mix(point), ids, weights);
		}
	}

	/**
	 * The lowest of {@code -ln(chance) / weight} owns the point, the next lowest inherits
	 * it.
	 */
	private void settle(int point, long salt, long[] ids, double[] weights) {
		double best = Double.POSITIVE_INFINITY;
		double second = Double.POSITIVE_INFINITY;
		for (int i = 0; i < ids.length; i++) {
			double chance = ((Hashing.mix(ids[i] ^ salt) >>> 11) + 0.5) * 0x1p-53;
			// -ln(x) is at least 1 - x, and most needn't look closer
			if (1 - chance >= second * weights[i]) {
				continue;
			}
			double score = -Math.log(chance) / weights[i];
			if (score < best) {
				second = best;
				best = score;
				this.heirs[point] = this.owners[point];
				this.owners[point] = i;
			}
			else if (score < second) {
				second = score;
				this.heirs[point] = i;
			}
		}
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
	 * @param step 0 for its owner, 1 for the heir, then the owners of the points behind
	 * @return the place
	 */
	int place(int point, int step) {
		return (step == 1) ? this.heirs[point] : this.owners[(point + Math.max(0, step - 1)) & (POINTS - 1)];
	}

}
