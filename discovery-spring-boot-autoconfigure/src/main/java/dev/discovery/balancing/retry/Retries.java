package dev.discovery.balancing.retry;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.route.Subject;
import dev.discovery.fitness.Outcome;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The retries of one service or subset: how many, how soon, and whether its budget has
 * one left.
 * <p>
 * Safe for use by several threads without a lock.
 */
public final class Retries {

	private static final Log logger = LogFactory.getLog(Retries.class);

	/** From here on a doubled pause is longer than anybody's longest. */
	private static final int MAX_DOUBLINGS = 30;

	private final Subject subject;

	private final RetrySettings settings;

	private final RetryObserver observer;

	private final Ticker ticker;

	private final Randomness randomness;

	private final RetryBudget budget;

	private final AtomicBoolean exhausted = new AtomicBoolean();

	private volatile long lastRefused;

	/**
	 * Creates retries with a full budget.
	 * @param subject whose calls
	 * @param settings how many and how soon
	 * @param ticker tells the time
	 * @param randomness spreads them
	 * @param observer hears of them
	 */
	public Retries(Subject subject, RetrySettings settings, Ticker ticker, Randomness randomness,
			RetryObserver observer) {
		this.subject = subject;
		this.settings = settings;
		this.observer = observer;
		this.ticker = ticker;
		this.randomness = randomness;
		this.budget = new RetryBudget(settings.budgetRatio(), settings.budgetPerSecond(), settings.budgetWindow(),
				this.ticker.nanos());
	}

	/**
	 * How many and how soon.
	 * @return the settings
	 */
	public RetrySettings settings() {
		return this.settings;
	}

	/**
	 * How many attempts a call has at most.
	 * @return at least one
	 */
	public int maxAttempts() {
		return this.settings.enabled() ? this.settings.maxAttempts() : 1;
	}

	/**
	 * Whether another instance may do better.
	 * @param status a server error: the look-up allocates, and most answers are none
	 * @return whether such an answer is asked for again
	 */
	public boolean isRepeatable(int status) {
		return this.settings.statuses().contains(status);
	}

	/**
	 * A request has come.
	 * @param now the time, by the ticker, in nanoseconds
	 */
	public void requested(long now) {
		this.budget.deposit(now);
	}

	/**
	 * Whether there may be another attempt; it counts as made.
	 * @param why how the attempt before ended
	 * @return false if the budget is spent
	 */
	public boolean allow(Outcome why) {
		long now = this.ticker.nanos();
		if (this.budget.withdraw(now)) {
			this.observer.retried(this.subject.serviceId(), why);
			return true;
		}
		this.lastRefused = now;
		if (this.exhausted.compareAndSet(false, true)) {
			logger.warn("So many calls of " + this.subject.name() + " fail that its retry budget is spent ("
					+ Math.round(this.settings.budgetRatio() * 100) + " % of the requests and "
					+ this.settings.budgetPerSecond()
					+ " per second): until there are fewer, some fail without another attempt");
			this.observer.exhausted(this.subject.serviceId());
		}
		return false;
	}

	/**
	 * Looks whether nobody has been refused for a window.
	 */
	public void tick() {
		if (this.exhausted.get() && this.ticker.nanos() - this.lastRefused >= this.settings.budgetWindow().toNanos()
				&& this.exhausted.compareAndSet(true, false)) {
			logger.info("The retry budget of " + this.subject.name() + " suffices again");
		}
	}

	/**
	 * The pause before an attempt: doubled each time, capped, and any part of it (full
	 * jitter). From "Exponential Backoff And Jitter", AWS architecture blog.
	 * @param doublings how many pauses there were before
	 * @return nanoseconds
	 */
	public long pause(int doublings) {
		long base = this.settings.backoff().toNanos();
		long max = this.settings.maxBackoff().toNanos();
		int shift = Math.min(doublings, MAX_DOUBLINGS);
		long longest = (base > (max >> shift)) ? max : base << shift;
		return (long) (longest * this.randomness.fraction());
	}

}
