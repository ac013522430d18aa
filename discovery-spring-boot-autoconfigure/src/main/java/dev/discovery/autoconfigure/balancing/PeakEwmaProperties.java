package dev.discovery.autoconfigure.balancing;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.fitness.PeakEwmaSettings;

/**
 * What the policy 'peak-ewma' takes for the cost of an instance.
 */
public class PeakEwmaProperties {

	/**
	 * How long a slow answer is remembered: after that time it counts for about a third.
	 */
	private Duration decayTime = Duration.ofSeconds(10);

	/**
	 * What a call that failed costs at least, as if it had taken so long: failing fast
	 * must attract nobody. The clients' read timeout is a good value.
	 */
	private Duration failureCost = Duration.ofSeconds(1);

	public Duration getDecayTime() {
		return this.decayTime;
	}

	public void setDecayTime(Duration decayTime) {
		this.decayTime = decayTime;
	}

	public Duration getFailureCost() {
		return this.failureCost;
	}

	public void setFailureCost(Duration failureCost) {
		this.failureCost = failureCost;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	PeakEwmaSettings toSettings(String prefix) {
		PropertyRules.positive(prefix + "decay-time", this.decayTime);
		PropertyRules.notNegative(prefix + "failure-cost", this.failureCost);
		return new PeakEwmaSettings(this.decayTime, this.failureCost);
	}

}
