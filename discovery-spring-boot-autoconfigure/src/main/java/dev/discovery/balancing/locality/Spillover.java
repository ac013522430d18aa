package dev.discovery.balancing.locality;

import java.util.Arrays;

/**
 * Which share of the calls stays near. A tier is as healthy as its fit members are many,
 * times 1.4 so that a few unfit ones don't matter yet; what it can't take goes to the
 * next. Where all together can't take everything, each takes its part of it.
 * <p>
 * Envoy's priority levels with its over-provisioning factor.
 */
public final class Spillover {

	/** The whole of the calls. */
	public static final int ALL = 10_000;

	private static final double OVERPROVISIONING = 1.4;

	private final double[] health;

	private final double[] weights;

	/**
	 * Looks at the tiers.
	 * @param fit how many of each tier are fit, the nearest tier first
	 * @param members how many each tier has
	 */
	public Spillover(int[] fit, int[] members) {
		this.health = new double[fit.length];
		for (int i = 0; i < fit.length; i++) {
			this.health[i] = (members[i] == 0) ? 0 : Math.min(1, OVERPROVISIONING * fit[i] / members[i]);
		}
		boolean nobody = Arrays.stream(this.health).sum() == 0;
		this.weights = nobody ? Arrays.stream(members).asDoubleStream().toArray() : this.health;
	}

	/**
	 * Whether the tiers can take all calls together.
	 * @return false where too few are fit
	 */
	public boolean suffices() {
		return Arrays.stream(this.health).sum() >= 1;
	}

	/**
	 * Shares the calls out.
	 * @return the share of each tier, {@link #ALL} in all; by their size where nobody is
	 * fit anywhere
	 */
	public int[] shares() {
		int[] shares = new int[this.weights.length];
		double whole = suffices() ? 1 : Arrays.stream(this.weights).sum();
		int left = ALL;
		int last = 0;
		for (int i = 0; i < shares.length && left > 0; i++) {
			shares[i] = Math.min(left, (int) Math.round(ALL * this.weights[i] / whole));
			left -= shares[i];
			last = (shares[i] > 0) ? i : last;
		}
		// what rounding left over
		if (shares.length > 0) {
			shares[last] += left;
		}
		return shares;
	}

}
