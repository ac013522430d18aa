package dev.discovery.autoconfigure.balancing;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.limit.CircuitBreakerSettings;

/**
 * When the calls of a service are refused because too many of them fail.
 */
public class CircuitBreakerProperties {

	/**
	 * Whether the calls of a service are refused for a while when too many of them fail.
	 */
	private boolean enabled = false;

	/**
	 * The percentage of failed calls from which on calls are refused. A call counts once,
	 * however many attempts it has; a 4xx is no failure.
	 */
	private int failureRate = 50;

	/**
	 * How many calls there must be within the window before their failures say anything.
	 */
	private int minimumCalls = 20;

	/**
	 * How long a call counts.
	 */
	private Duration window = Duration.ofSeconds(10);

	/**
	 * How long calls are refused before a few are let through to see how they end.
	 */
	private Duration openFor = Duration.ofSeconds(10);

	/**
	 * How many calls are let through to see how they end.
	 */
	private int halfOpenCalls = 3;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getFailureRate() {
		return this.failureRate;
	}

	public void setFailureRate(int failureRate) {
		this.failureRate = failureRate;
	}

	public int getMinimumCalls() {
		return this.minimumCalls;
	}

	public void setMinimumCalls(int minimumCalls) {
		this.minimumCalls = minimumCalls;
	}

	public Duration getWindow() {
		return this.window;
	}

	public void setWindow(Duration window) {
		this.window = window;
	}

	public Duration getOpenFor() {
		return this.openFor;
	}

	public void setOpenFor(Duration openFor) {
		this.openFor = openFor;
	}

	public int getHalfOpenCalls() {
		return this.halfOpenCalls;
	}

	public void setHalfOpenCalls(int halfOpenCalls) {
		this.halfOpenCalls = halfOpenCalls;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	CircuitBreakerSettings toSettings(String prefix) {
		PropertyRules.between(prefix + "failure-rate", this.failureRate, 1, 100, "Write it like 50, for 50 %.");
		PropertyRules.between(prefix + "minimum-calls", this.minimumCalls, 1, 1_000_000, "Use a whole number from 1.");
		PropertyRules.atLeast(prefix + "window", this.window, Duration.ofSeconds(1), "Write it like 10s.");
		PropertyRules.atLeast(prefix + "open-for", this.openFor, Duration.ofMillis(100), "Write it like 10s.");
		PropertyRules.between(prefix + "half-open-calls", this.halfOpenCalls, 1, 1_000, "Use a whole number from 1.");
		return new CircuitBreakerSettings(this.enabled, this.failureRate, this.minimumCalls, this.window, this.openFor,
				this.halfOpenCalls);
	}

}
