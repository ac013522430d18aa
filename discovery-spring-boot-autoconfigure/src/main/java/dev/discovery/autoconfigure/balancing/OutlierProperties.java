package dev.discovery.autoconfigure.balancing;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.fitness.OutlierSettings;
import dev.discovery.fitness.SlowStart;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Which instances are taken out because of how their calls end, and for how long.
 */
public class OutlierProperties {

	/**
	 * Whether instances are taken out because of how their calls end.
	 */
	private boolean enabled = true;

	/**
	 * That many failures in a row take an instance out at once; a refused connection and
	 * a timeout count double, a 4xx never. 0 switches this rule off.
	 */
	private int consecutiveFailures = 5;

	/**
	 * How often the instances of a service are compared.
	 */
	private Duration interval = Duration.ofSeconds(10);

	/**
	 * How long an instance is out the first time; the second time in a row twice as long,
	 * and so on.
	 */
	private Duration baseEjectionTime = Duration.ofSeconds(30);

	/**
	 * How long an instance is out at most.
	 */
	private Duration maxEjectionTime = Duration.ofSeconds(300);

	/**
	 * How many of the instances of a large service may be out at once, in percent. A
	 * small one may lose half of them, at most four; the last one is never taken out.
	 */
	private int maxEjectionPercent = 10;

	/**
	 * How long an instance that comes back takes to get its full share of the calls.
	 */
	private Duration comeback = Duration.ofSeconds(10);

	/**
	 * An instance whose calls succeed far less often than those of the others.
	 */
	@NestedConfigurationProperty
	private final OutlierRuleProperties.SuccessRate successRate = new OutlierRuleProperties.SuccessRate();

	/**
	 * An instance of whose calls nearly all fail.
	 */
	@NestedConfigurationProperty
	private final OutlierRuleProperties.FailurePercentage failurePercentage = new OutlierRuleProperties.FailurePercentage();

	/**
	 * An instance that has calls and answers none.
	 */
	@NestedConfigurationProperty
	private final OutlierRuleProperties.Hung hung = new OutlierRuleProperties.Hung();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getConsecutiveFailures() {
		return this.consecutiveFailures;
	}

	public void setConsecutiveFailures(int consecutiveFailures) {
		this.consecutiveFailures = consecutiveFailures;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getBaseEjectionTime() {
		return this.baseEjectionTime;
	}

	public void setBaseEjectionTime(Duration baseEjectionTime) {
		this.baseEjectionTime = baseEjectionTime;
	}

	public Duration getMaxEjectionTime() {
		return this.maxEjectionTime;
	}

	public void setMaxEjectionTime(Duration maxEjectionTime) {
		this.maxEjectionTime = maxEjectionTime;
	}

	public int getMaxEjectionPercent() {
		return this.maxEjectionPercent;
	}

	public void setMaxEjectionPercent(int maxEjectionPercent) {
		this.maxEjectionPercent = maxEjectionPercent;
	}

	public Duration getComeback() {
		return this.comeback;
	}

	public void setComeback(Duration comeback) {
		this.comeback = comeback;
	}

	public OutlierRuleProperties.SuccessRate getSuccessRate() {
		return this.successRate;
	}

	public OutlierRuleProperties.FailurePercentage getFailurePercentage() {
		return this.failurePercentage;
	}

	public OutlierRuleProperties.Hung getHung() {
		return this.hung;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	OutlierSettings toSettings(String prefix) {
		PropertyRules.between(prefix + "consecutive-failures", this.consecutiveFailures, 0, 1_000_000,
				"Use a whole number from 1, or 0 to switch the rule off.");
		PropertyRules.atLeast(prefix + "interval", this.interval, Duration.ofMillis(250), "Write it like 10s.");
		PropertyRules.positive(prefix + "base-ejection-time", this.baseEjectionTime);
		PropertyRules.atLeast(prefix + "max-ejection-time", this.maxEjectionTime, this.baseEjectionTime,
				"It can't be shorter than " + prefix + "base-ejection-time.");
		PropertyRules.between(prefix + "max-ejection-percent", this.maxEjectionPercent, 0, 100, "Write it like 10.");
		PropertyRules.notNegative(prefix + "comeback", this.comeback);
		return new OutlierSettings(this.enabled, this.consecutiveFailures, this.interval,
				this.successRate.toSettings(prefix + "success-rate."),
				this.failurePercentage.toSettings(prefix + "failure-percentage."),
				this.hung.toSettings(prefix + "hung."),
				new OutlierSettings.Time(this.baseEjectionTime, this.maxEjectionTime,
						OutlierSettings.DEFAULT.time().jitterPercent(), new SlowStart(this.comeback, 1)),
				this.maxEjectionPercent);
	}

}
