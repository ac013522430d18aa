package dev.discovery.balancing;

import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.locality.Placement;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.retry.RetrySettings;
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
 * @param limits how many calls may be under way at once
 * @param circuitBreaker when calls are refused because too many of them fail
 * @param placement who is preferred for where it is
 * @param affinity what this client, or a single request, keeps to
 */
public record BalancingSettings(Policy policy, OutlierSettings outlier, int panicThreshold, SlowStart slowStart,
		RetrySettings retry, LimitSettings limits, CircuitBreakerSettings circuitBreaker, Placement placement,
		Affinity affinity) {

	/**
	 * The percentage of fit instances under which all are used, unless set.
	 */
	public static final int DEFAULT_PANIC_THRESHOLD = 50;

	/**
	 * What suits nearly everybody, but for the policy.
	 * @param policy how one of the fit instances is chosen
	 * @return the settings
	 */
	public static BalancingSettings of(Policy policy) {
		return new BalancingSettings(policy, OutlierSettings.DEFAULT, DEFAULT_PANIC_THRESHOLD, SlowStart.OFF,
				RetrySettings.DEFAULT, LimitSettings.DEFAULT, CircuitBreakerSettings.DEFAULT, Placement.ANY,
				Affinity.NONE);
	}

	/**
	 * The same with other rules for outliers.
	 * @param outlier who is unfit, as calls show
	 * @return the settings
	 */
	public BalancingSettings with(OutlierSettings outlier) {
		return new BalancingSettings(this.policy, outlier, this.panicThreshold, this.slowStart, this.retry, this.limits,
				this.circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with another bound on verdicts.
	 * @param panicThreshold the percentage of fit instances under which all are used
	 * @return the settings
	 */
	public BalancingSettings withPanicThreshold(int panicThreshold) {
		return new BalancingSettings(this.policy, this.outlier, panicThreshold, this.slowStart, this.retry, this.limits,
				this.circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with another way to begin.
	 * @param slowStart how fast an instance that is new among old ones gets its full
	 * share
	 * @return the settings
	 */
	public BalancingSettings with(SlowStart slowStart) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, slowStart, this.retry, this.limits,
				this.circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with other rules for retries.
	 * @param retry how a call goes on after an attempt that failed
	 * @return the settings
	 */
	public BalancingSettings with(RetrySettings retry) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, retry, this.limits,
				this.circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with other limits.
	 * @param limits how many calls may be under way at once
	 * @return the settings
	 */
	public BalancingSettings with(LimitSettings limits) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, this.retry, limits,
				this.circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with another circuit breaker.
	 * @param circuitBreaker when calls are refused because too many of them fail
	 * @return the settings
	 */
	public BalancingSettings with(CircuitBreakerSettings circuitBreaker) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, this.retry,
				this.limits, circuitBreaker, this.placement, this.affinity);
	}

	/**
	 * The same with other preferences.
	 * @param placement who is preferred for where it is
	 * @return the settings
	 */
	public BalancingSettings with(Placement placement) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, this.retry,
				this.limits, this.circuitBreaker, placement, this.affinity);
	}

	/**
	 * The same with another affinity.
	 * @param affinity what this client, or a single request, keeps to
	 * @return the settings
	 */
	public BalancingSettings with(Affinity affinity) {
		return new BalancingSettings(this.policy, this.outlier, this.panicThreshold, this.slowStart, this.retry,
				this.limits, this.circuitBreaker, this.placement, affinity);
	}

}
