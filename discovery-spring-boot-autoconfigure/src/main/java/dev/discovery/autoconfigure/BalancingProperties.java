package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.function.BiFunction;

import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.fitness.SlowStart;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How the calls of a service are balanced.
 */
public class BalancingProperties {

	/**
	 * How one of the fit instances is chosen: the name of a built-in policy or of a
	 * Policy bean.
	 */
	private String policy = "least-request";

	/**
	 * The percentage of fit instances under which all are used: a verdict on most of them
	 * is a verdict on the observer. 0 for never.
	 */
	private int panicThreshold = 50;

	/**
	 * How long an instance that is new among old ones takes to get its full share of the
	 * calls. 0 gives it its full share at once.
	 */
	private Duration slowStart = Duration.ZERO;

	/**
	 * 1 lets the share of a new instance grow evenly, more lets it grow faster at the
	 * beginning.
	 */
	private double slowStartAggression = 1;

	/**
	 * Which instances are taken out because of how their calls end.
	 */
	@NestedConfigurationProperty
	private final OutlierProperties outlier = new OutlierProperties();

	/**
	 * How a call goes on after an attempt that failed.
	 */
	@NestedConfigurationProperty
	private final RetryProperties retry = new RetryProperties();

	/**
	 * How many calls may be under way at once.
	 */
	@NestedConfigurationProperty
	private final LimitProperties limits = new LimitProperties();

	/**
	 * When the calls of a service are refused because too many of them fail.
	 */
	@NestedConfigurationProperty
	private final CircuitBreakerProperties circuitBreaker = new CircuitBreakerProperties();

	public String getPolicy() {
		return this.policy;
	}

	public void setPolicy(String policy) {
		this.policy = policy;
	}

	public int getPanicThreshold() {
		return this.panicThreshold;
	}

	public void setPanicThreshold(int panicThreshold) {
		this.panicThreshold = panicThreshold;
	}

	public Duration getSlowStart() {
		return this.slowStart;
	}

	public void setSlowStart(Duration slowStart) {
		this.slowStart = slowStart;
	}

	public double getSlowStartAggression() {
		return this.slowStartAggression;
	}

	public void setSlowStartAggression(double slowStartAggression) {
		this.slowStartAggression = slowStartAggression;
	}

	public OutlierProperties getOutlier() {
		return this.outlier;
	}

	public RetryProperties getRetry() {
		return this.retry;
	}

	public LimitProperties getLimits() {
		return this.limits;
	}

	public CircuitBreakerProperties getCircuitBreaker() {
		return this.circuitBreaker;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 * @param policies finds a policy by the property and its value
	 */
	BalancingSettings toSettings(String prefix, BiFunction<String, String, Policy> policies) {
		PropertyRules.between(prefix + "panic-threshold", this.panicThreshold, 0, 100, "Write it like 50; 0 is never.");
		PropertyRules.notNegative(prefix + "slow-start", this.slowStart);
		PropertyRules.between(prefix + "slow-start-aggression", this.slowStartAggression, 0.1, 10, "Write it like 1.");
		return new BalancingSettings(policies.apply(prefix + "policy", this.policy),
				this.outlier.toSettings(prefix + "outlier."), this.panicThreshold,
				new SlowStart(this.slowStart, this.slowStartAggression), this.retry.toSettings(prefix + "retry."),
				this.limits.toSettings(prefix + "limits."),
				this.circuitBreaker.toSettings(prefix + "circuit-breaker."));
	}

}
