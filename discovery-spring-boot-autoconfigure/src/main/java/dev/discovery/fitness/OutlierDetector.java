package dev.discovery.fitness;

import java.time.Duration;
import java.util.function.BooleanSupplier;

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

	/** Whether anybody answered a round ago. */
	private boolean answered;

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
	 * Whether another failure changes what is to be thought of an instance at once: that
	 * it goes on failing is seen in the next round. For any thread.
	 * @param stats whose
	 * @param points the failures in a row, weighted
	 * @return whether to call {@link #failed(InstanceStats[])}
	 */
	public boolean isSuspicious(InstanceStats stats, int points) {
		if (!this.settings.countsFailures() || points < this.settings.consecutiveFailures()) {
			return false;
		}
		Ejection known = stats.ejection();
		boolean open = known == null || (known.reason() == Reason.CONSECUTIVE_FAILURES && isUnreached(stats));
		return open && stats.standing().isNews(this.settings.consecutiveFailures());
	}

	private boolean isUnreached(InstanceStats stats) {
		return stats.unreached() >= this.settings.consecutiveFailures();
	}

	/**
	 * Looks for those that have failed too often in a row since the last look.
	 * @param all the service's instances
	 */
	public void failed(InstanceStats[] all) {
		if (!this.settings.countsFailures()) {
			return;
		}
		boolean[] suspects = new boolean[all.length];
		for (int i = 0; i < all.length; i++) {
			suspects[i] = all[i].standing().isNews(this.settings.consecutiveFailures());
			if (suspects[i]) {
				all[i].standing().look();
			}
		}
		Headcount headcount = new Headcount(all);
		judge(all, suspects, headcount, headcount::answers);
	}

	/**
	 * Looks for those that go on failing, now that there may be room. Whoever answers
	 * must have answered a round ago too: once a way that was cut is open again, the
	 * first one that answers says nothing of those whose last calls were before that.
	 */
	private void failedAgain(InstanceStats[] all) {
		boolean[] suspects = new boolean[all.length];
		for (int i = 0; i < all.length; i++) {
			suspects[i] = all[i].standing().look();
		}
		Headcount headcount = new Headcount(all);
		boolean before = this.answered;
		this.answered = headcount.answers();
		judge(all, suspects, headcount, () -> before && headcount.answers());
	}

	private void judge(InstanceStats[] all, boolean[] suspects, Headcount headcount, BooleanSupplier sure) {
		// first the better reason, so that all who hear of it are told the same
		unreachable(all, suspects, headcount, sure);
		boolean[] verdict = new boolean[all.length];
		this.consecutiveFailures.detect(all, verdict);
		for (int i = 0; i < all.length; i++) {
			verdict[i] &= suspects[i];
		}
		eject(all, verdict, headcount, Reason.CONSECUTIVE_FAILURES);
	}

	private void unreachable(InstanceStats[] all, boolean[] suspects, Headcount headcount, BooleanSupplier sure) {
		for (int i = 0; i < all.length; i++) {
			InstanceStats each = all[i];
			if (suspects[i] && isUnreached(each) && sure.getAsBoolean()) {
				this.ejections.ejectUnreachable(headcount, each, () -> describe(each, Reason.UNREACHABLE));
			}
		}
	}

	/**
	 * Looks for those that don't answer or go on failing and, each interval, compares
	 * all. To be called every {@link Pulse#INTERVAL}.
	 * @param all the service's instances
	 */
	public void tick(InstanceStats[] all) {
		if (!this.settings.enabled()) {
			return;
		}
		if (this.settings.countsFailures()) {
			failedAgain(all);
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
		eject(all, verdict, new Headcount(all), reason);
	}

	private void eject(InstanceStats[] all, boolean[] verdict, Headcount headcount, Reason reason) {
		for (int i = 0; i < all.length; i++) {
			if (verdict[i]) {
				InstanceStats outlier = all[i];
				this.ejections.eject(headcount, outlier, reason, () -> describe(outlier, reason));
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
