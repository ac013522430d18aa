package dev.discovery.fitness;

import java.time.Duration;

/**
 * When an instance is an outlier, and for how long it is ejected then.
 *
 * @param enabled whether anybody is ejected at all
 * @param consecutiveFailures that many failures in a row eject at once; a refused
 * connection and a timeout count double; 0 for never
 * @param interval how often the others are compared
 * @param successRate far less successful than the others
 * @param failurePercentage nearly all calls fail
 * @param hung calls and no answer
 * @param time how long an ejection lasts
 * @param maxEjectedPercent how many of a large service's instances may be ejected at
 * once, in percent
 */
public record OutlierSettings(boolean enabled, int consecutiveFailures, Duration interval, SuccessRate successRate,
		FailurePercentage failurePercentage, Hung hung, Time time, int maxEjectedPercent) {

	/**
	 * What suits nearly everybody; the sources are Envoy's and gRPC's defaults.
	 */
	public static final OutlierSettings DEFAULT = new OutlierSettings(true, 5, Duration.ofSeconds(10),
			new SuccessRate(true, 5, 100, 1.9), new FailurePercentage(true, 5, 50, 85),
			new Hung(true, Duration.ofSeconds(1), 10),
			new Time(Duration.ofSeconds(30), Duration.ofSeconds(300), 10, new SlowStart(Duration.ofSeconds(10), 1)),
			10);

	/** Whether failures in a row take anybody out. */
	boolean countsFailures() {
		return this.enabled && this.consecutiveFailures > 0;
	}

	/**
	 * Far less successful than the others: below the mean by so many population standard
	 * deviations, and by 5 percentage points at least.
	 *
	 * @param enabled whether it counts
	 * @param minInstances how many instances must have enough requests
	 * @param minRequests how many requests in an interval are enough
	 * @param deviations how many standard deviations below the mean
	 */
	public record SuccessRate(boolean enabled, int minInstances, int minRequests, double deviations) {
	}

	/**
	 * Nearly all calls fail.
	 *
	 * @param enabled whether it counts
	 * @param minInstances how many instances must have enough requests
	 * @param minRequests how many requests in an interval are enough
	 * @param threshold from which percentage of failures on
	 */
	public record FailurePercentage(boolean enabled, int minInstances, int minRequests, int threshold) {
	}

	/**
	 * Calls and no answer.
	 *
	 * @param enabled whether it counts
	 * @param atLeast how long there must have been no answer at least
	 * @param factor and how many times as long as its calls usually take
	 */
	public record Hung(boolean enabled, Duration atLeast, int factor) {
	}

	/**
	 * How long an ejection lasts.
	 *
	 * @param base the first time; the second in a row is twice as long, and so on
	 * @param max at most
	 * @param jitterPercent so much longer by chance at most
	 * @param comeback how an instance comes back to its full share
	 */
	public record Time(Duration base, Duration max, int jitterPercent, SlowStart comeback) {
	}

}
