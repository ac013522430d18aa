package dev.discovery.autoconfigure.balancing;

import java.time.Duration;
import java.util.function.BiFunction;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.Affinity;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.locality.Placement;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicySettings;
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.InvalidDiscoveryPropertyException;

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
	 * Whether who is near is called first: the own zone, then the own region, then the
	 * others. Without effect unless 'discovery.locality' says where this application
	 * runs.
	 */
	private boolean preferNear = true;

	/**
	 * What an instance must have left, by its metadata 'capacity', to be called before
	 * the others. 0 where it doesn't matter.
	 */
	private int minCapacity;

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

	/**
	 * By what the policy 'consistent-hash' finds the instance of a request.
	 */
	@NestedConfigurationProperty
	private final HashProperties hash = new HashProperties();

	/**
	 * What the policy 'peak-ewma' takes for the cost of an instance.
	 */
	@NestedConfigurationProperty
	private final PeakEwmaProperties peakEwma = new PeakEwmaProperties();

	/**
	 * Requests that belong to one instance, whatever the policy.
	 */
	@NestedConfigurationProperty
	private final StickyProperties sticky = new StickyProperties();

	/**
	 * A slice of a very large service for this client.
	 */
	@NestedConfigurationProperty
	private final SliceProperties subset = new SliceProperties();

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

	public boolean isPreferNear() {
		return this.preferNear;
	}

	public void setPreferNear(boolean preferNear) {
		this.preferNear = preferNear;
	}

	public int getMinCapacity() {
		return this.minCapacity;
	}

	public void setMinCapacity(int minCapacity) {
		this.minCapacity = minCapacity;
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

	public HashProperties getHash() {
		return this.hash;
	}

	public PeakEwmaProperties getPeakEwma() {
		return this.peakEwma;
	}

	public StickyProperties getSticky() {
		return this.sticky;
	}

	public SliceProperties getSubset() {
		return this.subset;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 * @param policies finds a policy by the property and its value
	 * @param nearness who is near
	 * @return what they say
	 * @throws InvalidDiscoveryPropertyException if one can't mean what it says
	 */
	public BalancingSettings toSettings(String prefix, BiFunction<String, String, Policy> policies, Nearness nearness) {
		PropertyRules.between(prefix + "panic-threshold", this.panicThreshold, 0, 100, "Write it like 50; 0 is never.");
		PropertyRules.notNegative(prefix + "slow-start", this.slowStart);
		PropertyRules.between(prefix + "slow-start-aggression", this.slowStartAggression, 0.1, 10, "Write it like 1.");
		PropertyRules.between(prefix + "min-capacity", this.minCapacity, 0, Integer.MAX_VALUE,
				"Write it like 10; 0 is off.");
		return new BalancingSettings(toPolicy(prefix, policies), this.outlier.toSettings(prefix + "outlier."),
				this.panicThreshold, new SlowStart(this.slowStart, this.slowStartAggression),
				this.retry.toSettings(prefix + "retry."), this.limits.toSettings(prefix + "limits."),
				this.circuitBreaker.toSettings(prefix + "circuit-breaker."),
				new Placement(this.preferNear ? nearness : Nearness.EQUAL, new Capacity(this.minCapacity)),
				new Affinity(this.subset.toSize(prefix + "subset."),
						PropertyRules.textOrNull(this.sticky.getCookie())));
	}

	private Policy toPolicy(String prefix, BiFunction<String, String, Policy> policies) {
		Policy named = policies.apply(prefix + "policy", this.policy);
		HashKey key = this.hash.toKey();
		if (named.name().equals(Policies.CONSISTENT_HASH) && key.equals(HashKey.NONE)) {
			throw new InvalidDiscoveryPropertyException(prefix + "policy", this.policy, "needs something to hash",
					"Set " + prefix + "hash.header, hash.cookie, hash.query or hash.attribute.");
		}
		return named.with(new PolicySettings(key, this.hash.toBoundedLoad(prefix + "hash."),
				this.peakEwma.toSettings(prefix + "peak-ewma.")));
	}

}
