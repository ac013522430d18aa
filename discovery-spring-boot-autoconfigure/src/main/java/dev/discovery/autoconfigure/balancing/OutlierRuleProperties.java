package dev.discovery.autoconfigure.balancing;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.fitness.OutlierSettings;

/**
 * The rules by which instances are compared.
 */
public final class OutlierRuleProperties {

	private OutlierRuleProperties() {
	}

	/**
	 * What rules have in common that look at several instances. How many requests are
	 * enough is each rule's own, since its default is read where it stands.
	 */
	public abstract static class Comparison {

		/**
		 * Whether this rule counts.
		 */
		private boolean enabled = true;

		/**
		 * How many instances must have had enough requests in an interval.
		 */
		private int minInstances = 5;

		Comparison() {
		}

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getMinInstances() {
			return this.minInstances;
		}

		public void setMinInstances(int minInstances) {
			this.minInstances = minInstances;
		}

		void validate(String prefix, int minRequests) {
			PropertyRules.atLeastOne(prefix + "min-instances", this.minInstances);
			PropertyRules.atLeastOne(prefix + "min-requests", minRequests);
		}

	}

	/**
	 * An instance whose calls succeed far less often than those of the others.
	 */
	public static class SuccessRate extends Comparison {

		/**
		 * How many requests in an interval are enough.
		 */
		private int minRequests = 100;

		/**
		 * How many standard deviations below the mean of all instances; at least 5
		 * percentage points.
		 */
		private double deviations = 1.9;

		public int getMinRequests() {
			return this.minRequests;
		}

		public void setMinRequests(int minRequests) {
			this.minRequests = minRequests;
		}

		public double getDeviations() {
			return this.deviations;
		}

		public void setDeviations(double deviations) {
			this.deviations = deviations;
		}

		OutlierSettings.SuccessRate toSettings(String prefix) {
			validate(prefix, this.minRequests);
			PropertyRules.between(prefix + "deviations", this.deviations, 0, 100, "Write it like 1.9.");
			return new OutlierSettings.SuccessRate(isEnabled(), getMinInstances(), this.minRequests, this.deviations);
		}

	}

	/**
	 * An instance of whose calls nearly all fail.
	 */
	public static class FailurePercentage extends Comparison {

		/**
		 * How many requests in an interval are enough.
		 */
		private int minRequests = 50;

		/**
		 * From which percentage of failures on.
		 */
		private int threshold = 85;

		public int getMinRequests() {
			return this.minRequests;
		}

		public void setMinRequests(int minRequests) {
			this.minRequests = minRequests;
		}

		public int getThreshold() {
			return this.threshold;
		}

		public void setThreshold(int threshold) {
			this.threshold = threshold;
		}

		OutlierSettings.FailurePercentage toSettings(String prefix) {
			validate(prefix, this.minRequests);
			PropertyRules.between(prefix + "threshold", this.threshold, 1, 100, "Write it like 85.");
			return new OutlierSettings.FailurePercentage(isEnabled(), getMinInstances(), this.minRequests,
					this.threshold);
		}

	}

	/**
	 * An instance that has calls and answers none.
	 */
	public static class Hung {

		/**
		 * Whether this rule counts.
		 */
		private boolean enabled = true;

		/**
		 * How long there must have been calls and no answer at least.
		 */
		private Duration atLeast = Duration.ofSeconds(1);

		/**
		 * And how many times as long as its calls usually take.
		 */
		private int factor = 10;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getAtLeast() {
			return this.atLeast;
		}

		public void setAtLeast(Duration atLeast) {
			this.atLeast = atLeast;
		}

		public int getFactor() {
			return this.factor;
		}

		public void setFactor(int factor) {
			this.factor = factor;
		}

		OutlierSettings.Hung toSettings(String prefix) {
			PropertyRules.positive(prefix + "at-least", this.atLeast);
			PropertyRules.atLeastOne(prefix + "factor", this.factor);
			return new OutlierSettings.Hung(this.enabled, this.atLeast, this.factor);
		}

	}

}
