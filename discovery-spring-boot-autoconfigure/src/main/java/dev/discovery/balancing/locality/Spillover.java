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
	 * @return the share of each tier, {@link #ALL} in all unless nobody is fit anywhere
	 */
	public int[] shares() {
		return shares(this.health, Math.min(1, Arrays.stream(this.health).sum()));
	}

	/**
	 * Shares the calls out without asking who is fit.
	 * @param sizes how many of each tier get calls
	 * @return the share of each tier, {@link #ALL} in all unless there is nobody
	 */
	public static int[] bySize(int[] sizes) {
		return shares(Arrays.stream(sizes).asDoubleStream().toArray(), Arrays.stream(sizes).sum());
	}

	private static int[] shares(double[] weights, double whole) {
		int[] shares = new int[weights.length];
		int left = (whole > 0) ? ALL : 0;
		int last = 0;
		for (int i = 0; i < shares.length && left > 0; i++) {
			shares[i] = Math.min(left, (int) Math.round(ALL * weights[i] / whole));
			left -= shares[i];
			last = (shares[i] > 0) ? i : last;
		}
		// what rounding left over
		if (left > 0) {
			shares[last] += left;
		}
		return shares;
	}

}
