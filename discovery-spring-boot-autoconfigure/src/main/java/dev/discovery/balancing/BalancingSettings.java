package dev.discovery.balancing;

import dev.discovery.balancing.policy.Policy;
import dev.discovery.fitness.OutlierSettings;
import dev.discovery.fitness.SlowStart;

/**
 * How a service's calls are balanced.
 *
 * @param policy how one of the fit instances is chosen
 * @param outlier who is unfit, as calls show
 * @param panicThreshold the percentage of fit instances under which all are used
 * @param slowStart how fast an instance that is new among old ones gets its full share
 * @param retry how a call goes on after an attempt that failed
 * @param affinity what this client, or a single request, keeps to
 */
public record BalancingSettings(Policy policy, OutlierSettings outlier, int panicThreshold, SlowStart slowStart,
		RetrySettings retry, Affinity affinity) {

	/**
	 * The percentage of fit instances under which all are used, unless set.
	 */
	public static final int DEFAULT_PANIC_THRESHOLD = 50;

	/**
	 * Settings without an affinity.
	 * @param policy how one of the fit instances is chosen
	 * @param outlier who is unfit, as calls show
	 * @param panicThreshold the percentage of fit instances under which all are used
	 * @param slowStart how fast a new instance gets its full share
	 * @param retry how a call goes on after an attempt that failed
	 */
	public BalancingSettings(Policy policy, OutlierSettings outlier, int panicThreshold, SlowStart slowStart,
			RetrySettings retry) {
		this(policy, outlier, panicThreshold, slowStart, retry, Affinity.NONE);
	}

	/**
	 * What suits nearly everybody, but for the policy.
	 * @param policy how one of the fit instances is chosen
	 * @return the settings
	 */
	public static BalancingSettings of(Policy policy) {
		return new BalancingSettings(policy, OutlierSettings.DEFAULT, DEFAULT_PANIC_THRESHOLD, SlowStart.OFF,
				RetrySettings.DEFAULT);
	}

	/**
	 * The same with other rules for outliers.
	 * @param outlier who is unfit
	 * @return the settings
	 */
	public BalancingSettings with(OutlierSettings outlier) {
		return new BalancingSettings(this.policy, outlier, this.panicThreshold, this.slowStart, this.retry,
				this.affinity);
	}

	/**
	 * The same with other rules for retries.
	 * @param retry how a call goes on
	 * @return the settings
	 */
	public BalancingSettings with(RetrySettings retry) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, retry,
				this.affinity);
	}

	/**
	 * The same with another affinity.
	 * @param affinity what this client, or a single request, keeps to
	 * @return the settings
	 */
	public BalancingSettings with(Affinity affinity) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, this.retry,
				affinity);
	}

}
