package dev.discovery.autoconfigure.balancing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.retry.RetrySettings;

/**
 * How a call goes on after an attempt that failed.
 */
public class RetryProperties {

	/**
	 * Whether a call that failed is tried again, at another instance where there is one.
	 */
	private boolean enabled = true;

	/**
	 * How many attempts a call has at most, the first one included.
	 */
	private int maxAttempts = 3;

	/**
	 * The pause before the third attempt at most; it doubles from attempt to attempt. The
	 * second attempt comes at once, at another instance.
	 */
	private Duration backoff = Duration.ofMillis(25);

	/**
	 * The longest pause between two attempts.
	 */
	private Duration maxBackoff = Duration.ofMillis(250);

	/**
	 * Statuses of an answer after which a request with an idempotent method is tried
	 * again.
	 */
	private Set<Integer> statuses = new LinkedHashSet<>(List.of(502, 503, 504));

	/**
	 * How many more attempts than requests there may be, as a fraction of the requests.
	 */
	private double budgetRatio = 0.2;

	/**
	 * How many more attempts than requests there may be in each second, however few
	 * requests there are.
	 */
	private int budgetPerSecond = 10;

	/**
	 * How long a request counts for the budget.
	 */
	private Duration budgetWindow = Duration.ofSeconds(10);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public Duration getBackoff() {
		return this.backoff;
	}

	public void setBackoff(Duration backoff) {
		this.backoff = backoff;
	}

	public Duration getMaxBackoff() {
		return this.maxBackoff;
	}

	public void setMaxBackoff(Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
	}

	public Set<Integer> getStatuses() {
		return this.statuses;
	}

	public void setStatuses(Set<Integer> statuses) {
		this.statuses = statuses;
	}

	public double getBudgetRatio() {
		return this.budgetRatio;
	}

	public void setBudgetRatio(double budgetRatio) {
		this.budgetRatio = budgetRatio;
	}

	public int getBudgetPerSecond() {
		return this.budgetPerSecond;
	}

	public void setBudgetPerSecond(int budgetPerSecond) {
		this.budgetPerSecond = budgetPerSecond;
	}

	public Duration getBudgetWindow() {
		return this.budgetWindow;
	}

	public void setBudgetWindow(Duration budgetWindow) {
		this.budgetWindow = budgetWindow;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	RetrySettings toSettings(String prefix) {
		PropertyRules.between(prefix + "max-attempts", this.maxAttempts, 1, 10, "Use 1 for no second attempt.");
		PropertyRules.notNegative(prefix + "backoff", this.backoff);
		PropertyRules.atLeast(prefix + "max-backoff", this.maxBackoff, this.backoff,
				"It can't be shorter than " + prefix + "backoff.");
		for (int status : this.statuses) {
			PropertyRules.between(prefix + "statuses", status, 500, 599,
					"Only answers that blame the server are retried.");
		}
		PropertyRules.between(prefix + "budget-ratio", this.budgetRatio, 0, 10, "Write it like 0.2, for 20 % more.");
		PropertyRules.between(prefix + "budget-per-second", this.budgetPerSecond, 0, 1_000_000,
				"Use a whole number from 0.");
		PropertyRules.atLeast(prefix + "budget-window", this.budgetWindow, Duration.ofSeconds(1), "Write it like 10s.");
		return new RetrySettings(this.enabled, this.maxAttempts, this.backoff, this.maxBackoff,
				Set.copyOf(this.statuses), this.budgetRatio, this.budgetPerSecond, this.budgetWindow);
	}

}
