package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.time.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * How a stopping application waits: until the registry has taken its registration away,
 * but not for a registry that doesn't answer, and then for the drain time, in which the
 * callers hear of it while the servers still answer. Waits on the scheduler, so no thread
 * stands still but the one that closes the context.
 */
final class Departure {

	private static final Log logger = LogFactory.getLog(Departure.class);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final Scheduler scheduler;

	private final Duration patience;

	private final Duration drain;

	/**
	 * Creates the departure.
	 * @param scheduler what waits
	 * @param drain how long to go on serving
	 * @param phaseTimeout how long Spring waits for one phase of the shutdown; the
	 * departure as a whole stays below it
	 */
	Departure(Scheduler scheduler, Duration drain, Duration phaseTimeout) {
		Duration quarter = phaseTimeout.dividedBy(4);
		this.scheduler = scheduler;
		this.patience = min(PATIENCE, quarter);
		this.drain = min(drain, phaseTimeout.minus(this.patience).minus(min(MARGIN, quarter)));
	}

	/**
	 * How long the servers go on answering.
	 * @return the drain time, cut where the phase timeout leaves less
	 */
	Duration drain() {
		return this.drain;
	}

	/**
	 * Waits.
	 * @param left done when the registry has answered
	 * @param then what to do at the end, exactly once
	 */
	void await(CompletionStage<Void> left, Runnable then) {
		AtomicBoolean draining = new AtomicBoolean();
		Scheduler.Timer impatience = this.scheduler.schedule(() -> {
			if (draining.compareAndSet(false, true)) {
				logger.warn("The registry has not confirmed the deregistration within " + this.patience.toMillis()
						+ " ms; going on without");
				drain(then);
			}
		}, this.patience);
		left.whenComplete((done, failure) -> {
			if (draining.compareAndSet(false, true)) {
				impatience.cancel();
				drain(then);
			}
		});
	}

	private void drain(Runnable then) {
		if (this.drain.isZero() || this.drain.isNegative()) {
			then.run();
			return;
		}
		logger.info("Serving on for " + this.drain.toMillis() + " ms, until callers have heard that this application"
				+ " leaves");
		this.scheduler.schedule(then, this.drain);
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
