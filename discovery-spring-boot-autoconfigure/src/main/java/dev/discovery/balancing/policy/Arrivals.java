package dev.discovery.balancing.policy;

import java.util.Arrays;

/**
 * Works out who comes to each point of a ring first, and who second. Every place goes
 * round all points once, in an order of its own and as fast as it weighs, whoever else is
 * on its way.
 * <p>
 * This is rendezvous hashing turned round, see {@link HashRing}: in place of asking of
 * each point how well it suits each place, each place goes for the points that suit it
 * best, and most have been taken twice before anybody has gone far. So it takes about
 * {@code POINTS * ln(POINTS)} steps at most, however many places there are. And since no
 * place comes to a point twice, the numbers of points that they get have half of the
 * variance that chance would give them. From Eisenbud et al., "Maglev: A Fast and
 * Reliable Software Network Load Balancer" (2016), whose places wait for each other until
 * each has got a point: that makes their numbers the same, and moves points between those
 * who stay.
 */
final class Arrivals {

	/** The low bits of an arrival are the place, the others the time. */
	private static final long PLACE = HashRing.POINTS - 1;

	private static final long NOBODY = Long.MAX_VALUE;

	private static final int MASK = HashRing.POINTS - 1;

	private static final int HALF = Integer.numberOfTrailingZeros(HashRing.POINTS) / 2;

	/** By how much a round of visits goes beyond the one before, at least. */
	private static final double GROWTH = 1.1;

	/**
	 * When a place of weight 1 makes its visits. They get rarer as fewer points are left:
	 * it comes to each of those with the same chance at any time, and only then does one
	 * of twice the weight come first twice as often. Sums and quotients are the same to
	 * the last bit wherever they are worked out, and all clients must agree.
	 */
	private static final float[] TIMES = new float[HashRing.POINTS];

	static {
		double time = 0;
		for (int visit = 0; visit < HashRing.POINTS; visit++) {
			TIMES[visit] = (float) time;
			time += 1.0 / (HashRing.POINTS - visit);
		}
	}

	private final long[] first = new long[HashRing.POINTS];

	private final long[] second = new long[HashRing.POINTS];

	/** How many points have not been visited by two. */
	private int open = HashRing.POINTS;

	/**
	 * Lets all places go until each point has been visited by two of them.
	 * @param ids what each place is known by, at least two
	 * @param weights the weight of each, more than 0
	 */
	Arrivals(long[] ids, double[] weights) {
		Arrays.fill(this.first, NOBODY);
		Arrays.fill(this.second, NOBODY);
		int[] visits = new int[ids.length];
		double step = 1 / Arrays.stream(weights).sum();
		for (double time = step; this.open > 0; time = Math.max(time + step, time * GROWTH)) {
			for (int place = 0; place < ids.length; place++) {
				visits[place] = visit(place, ids[place], weights[place], visits[place], time);
			}
		}
	}

	/**
	 * Makes a place's visits up to a time. When all places have, whoever comes later to a
	 * point that two have visited changes nothing any more.
	 * @return how many visits it has made
	 */
	private int visit(int place, long id, double weight, int made, double time) {
		long order = Hashing.mix(id);
		// not all set out at once, lest one were always just before another
		double start = (id >>> 11) * 0x1p-53 / HashRing.POINTS;
		double slowness = 1 / weight;
		long horizon = Double.doubleToRawLongBits(time);
		int visit = made;
		for (; visit < HashRing.POINTS; visit++) {
			// the bits of times are in the order of the times
			long arrival = (Double.doubleToRawLongBits((TIMES[visit] + start) * slowness) & ~PLACE) | place;
			if (arrival > horizon) {
				break;
			}
			arrive(point(order, visit), arrival);
		}
		return visit;
	}

	private void arrive(int point, long arrival) {
		long last = this.second[point];
		if (arrival >= last) {
			return;
		}
		long winner = this.first[point];
		if (last == NOBODY && winner != NOBODY) {
			this.open--;
		}
		this.first[point] = Math.min(winner, arrival);
		this.second[point] = Math.max(winner, arrival);
	}

	/**
	 * Where a visit goes to: another point for each visit, since each of these steps can
	 * be taken back.
	 * @param order what tells the orders of places apart
	 * @param visit which of the visits, from 0
	 * @return the point
	 */
	static int point(long order, int visit) {
		int point = visit ^ ((int) order & MASK);
		point = (point * ((int) (order >>> 16) | 1)) & MASK;
		point ^= point >>> HALF;
		point = (point * ((int) (order >>> 32) | 1)) & MASK;
		point ^= point >>> HALF;
		point = (point * ((int) (order >>> 48) | 1)) & MASK;
		return point ^ (point >>> HALF);
	}

	int first(int point) {
		return (int) (this.first[point] & PLACE);
	}

	int second(int point) {
		return (int) (this.second[point] & PLACE);
	}

}
