package dev.discovery.balancing.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.balancing.route.Subject;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.time.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * How many calls of one service or subset are under way, and may be. A call is under way
 * from its first attempt to the end of its last one, the pauses between them included, so
 * that a retry needs no second place and finds its own.
 * <p>
 * Safe for use by several threads without a lock; counting allocates nothing.
 */
public final class Limits {

	private static final Log logger = LogFactory.getLog(Limits.class);

	/**
	 * How long nobody must be refused before it is over.
	 */
	public static final Duration CALM = Duration.ofSeconds(10);

	private final Subject subject;

	private final LimitSettings settings;

	private final LimitObserver observer;

	private final Ticker ticker;

	private final int most;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicBoolean reached = new AtomicBoolean();

	private volatile long lastRefused;

	Limits(Subject subject, LimitSettings settings, Ticker ticker, LimitObserver observer) {
		this.subject = subject;
		this.settings = settings;
		this.observer = observer;
		this.ticker = ticker;
		this.most = (settings.perService() != 0) ? settings.perService() : Integer.MAX_VALUE;
	}

	/** A call begins, if there is a place for it; each needs one {@link #leave()}. */
	boolean enter() {
		while (true) {
			int current = this.inFlight.get();
			if (current >= this.most) {
				return false;
			}
			if (this.inFlight.compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	/** A call begins that nobody can refuse any more. */
	void enterAnyway() {
		this.inFlight.getAndIncrement();
	}

	void leave() {
		this.inFlight.getAndDecrement();
	}

	int inFlight() {
		return this.inFlight.get();
	}

	boolean isFull() {
		return inFlight() >= this.most;
	}

	/**
	 * Whether instances have a limit.
	 * @return false where each may have any number of calls
	 */
	public boolean isPerInstance() {
		return this.settings.perInstance() != 0;
	}

	/**
	 * Whether an instance has as many calls under way as it may have.
	 * @param stats the instance's
	 * @return false where there is no such limit
	 */
	public boolean isFull(InstanceStats stats) {
		return this.settings.perInstance() != 0 && stats.inFlight() >= this.settings.perInstance();
	}

	/**
	 * An attempt begins at an instance, if there is a place for it.
	 * @param stats the instance's
	 * @return the stamp to end it with, or {@link InstanceStats#FULL}
	 */
	public long begin(InstanceStats stats) {
		return (this.settings.perInstance() != 0) ? stats.begin(this.settings.perInstance()) : stats.begin();
	}

	LimitSettings settings() {
		return this.settings;
	}

	/** Why the service takes no more calls. */
	LimitExceededException serviceFull() {
		return refusal(Refusal.SERVICE_LIMIT, this.settings.perService(), "max-concurrent-per-service",
				this.subject.name() + " has as many calls under way as it may have");
	}

	/**
	 * Why no instance takes a call; it counts as refused.
	 * @return to be thrown
	 */
	public LimitExceededException instancesFull() {
		return refusal(Refusal.INSTANCE_LIMIT, this.settings.perInstance(), "max-concurrent-per-instance",
				"Every instance of " + this.subject.name() + " has as many calls under way as it may have");
	}

	private LimitExceededException refusal(Refusal reason, int limit, String property, String what) {
		String message = what + ": " + limit + " (" + this.subject.property("limits." + property) + ")";
		this.observer.refused(this.subject.serviceId(), reason);
		this.lastRefused = this.ticker.nanos();
		if (this.reached.compareAndSet(false, true)) {
			logger.warn(message + ". Further ones are refused");
			this.observer.limited(this.subject.serviceId(), message);
		}
		return new LimitExceededException(this.subject.serviceId(), reason, limit, message + "; this one was not made");
	}

	/**
	 * Looks whether nobody has been refused for a while.
	 */
	void tick() {
		if (this.reached.get() && this.ticker.nanos() - this.lastRefused >= CALM.toNanos()
				&& this.reached.compareAndSet(true, false)) {
			logger.info("No call of " + this.subject.name() + " has exceeded a limit for " + CALM.toSeconds() + " s");
		}
	}

}
