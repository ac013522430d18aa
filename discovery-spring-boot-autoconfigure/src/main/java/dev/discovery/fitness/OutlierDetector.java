package dev.discovery.fitness;

import java.time.Duration;

import dev.discovery.fitness.Ejection.Reason;
import dev.discovery.time.Ticker;

/**
 * Watches over the instances of one service: applies the {@link OutlierRule}s and hands
 * their verdicts to the {@link Ejections}. Used by one thread at a time.
 */
public final class OutlierDetector {

	private final OutlierSettings settings;

	private final Ejections ejections;

	private final Ticker ticker;

	private final OutlierRule consecutiveFailures;

	private final OutlierRule hung;

	private final OutlierRule successRate;

	private final OutlierRule failurePercentage;

	private long lastComparison;

	/**
	 * Creates a detector.
	 * @param settings the rules
	 * @param ticker tells the time
	 * @param ejections applies the verdicts
	 */
	public OutlierDetector(OutlierSettings settings, Ticker ticker, Ejections ejections) {
		this.settings = settings;
		this.ejections = ejections;
		this.ticker = ticker;
		this.lastComparison = ticker.nanos();
		this.consecutiveFailures = OutlierRule.consecutiveFailures(settings.consecutiveFailures());
		this.hung = OutlierRule.hung(settings.hung());
		this.successRate = OutlierRule.successRate(settings.successRate());
		this.failurePercentage = OutlierRule.failurePercentage(settings.failurePercentage());
	}

	/**
	 * Whether another failure changes what is to be thought of an instance. For any
	 * thread.
	 * @param stats whose
	 * @param points the failures in a row, weighted
	 * @return whether to call {@link #failed(InstanceStats[])}
	 */
	public boolean isSuspicious(InstanceStats stats, int points) {
		Ejection known = stats.ejection();
		return isSuspicious(points) && (known == null
				|| (known.reason() == Reason.CONSECUTIVE_FAILURES && isSuspicious(stats.unreached())));
	}

	private boolean isSuspicious(int points) {
		return this.settings.enabled() && this.settings.consecutiveFailures() > 0
				&& points >= this.settings.consecutiveFailures();
	}

	/**
	 * Looks for those that failed too often in a row.
	 * @param all the service's instances
	 */
	public void failed(InstanceStats[] all) {
		// first the better reason, so that all who hear of it are told the same
		unreachable(all);
		apply(this.consecutiveFailures, all, Reason.CONSECUTIVE_FAILURES);
		unreachable(all);
	}

	private void unreachable(InstanceStats[] all) {
		for (InstanceStats each : all) {
			if (isSuspicious(each, each.unreached())) {
				this.ejections.ejectUnreachable(all, each, describe(each, Reason.UNREACHABLE));
			}
		}
	}

	/**
	 * Looks for those that don't answer and, each interval, compares all. To be called
	 * every {@link Pulse#INTERVAL}.
	 * @param all the service's instances
	 */
	public void tick(InstanceStats[] all) {
		if (!this.settings.enabled()) {
			return;
		}
		if (this.settings.hung().enabled()) {
			apply(this.hung, all, Reason.HUNG);
		}
		long now = this.ticker.nanos();
		if (now - this.lastComparison >= this.settings.interval().toNanos()) {
			this.lastComparison = now;
			compare(all);
		}
	}

	private void compare(InstanceStats[] all) {
		for (InstanceStats each : all) {
			each.window().close(each);
			this.ejections.intervalPassed(each);
		}
		if (this.settings.successRate().enabled()) {
			apply(this.successRate, all, Reason.SUCCESS_RATE);
		}
		if (this.settings.failurePercentage().enabled()) {
			apply(this.failurePercentage, all, Reason.FAILURE_PERCENTAGE);
		}
	}

	private void apply(OutlierRule rule, InstanceStats[] all, Reason reason) {
		boolean[] verdict = new boolean[all.length];
		rule.detect(all, verdict);
		for (int i = 0; i < all.length; i++) {
			if (verdict[i]) {
				this.ejections.eject(all, all[i], reason, describe(all[i], reason));
			}
		}
	}

	private static String describe(InstanceStats outlier, Reason reason) {
		return switch (reason) {
			case CONSECUTIVE_FAILURES -> "it failed again and again (" + outlier.consecutiveFailures()
					+ " points in a row; refused and timed-out calls count double)";
			case UNREACHABLE ->
				"nobody is there: no connection could be made for " + outlier.unreached() / 2 + " calls in a row";
			case HUNG -> "it is hung: " + outlier.inFlight() + " calls, and no answer for "
					+ Duration.ofNanos(outlier.silentNanos()).toMillis() + " ms";
			case SUCCESS_RATE -> "only " + Math.round(outlier.window().successRate())
					+ " % of its calls succeed, far less than of the others";
			case FAILURE_PERCENTAGE -> Math.round(100 - outlier.window().successRate()) + " % of its calls fail";
			case QUARANTINE -> "it was taken out by hand";
		};
	}

}
