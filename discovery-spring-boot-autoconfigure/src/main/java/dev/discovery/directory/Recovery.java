package dev.discovery.directory;

import java.time.Duration;
import java.util.function.Consumer;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Doubts a registry that has just come back. One that was restarted may have lost its
 * data, and what was registered there is about to register again: if its first answer
 * after an outage lacks at least half of what it had said before, the missing stay known
 * until they are listed again, or until it has been answering for a while without them.
 * <p>
 * While a registry can be asked it is believed at once. Safe for use by several threads.
 *
 * @param <T> what the registry says
 */
final class Recovery<T> {

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Duration hold;

	private final Losses<T> losses;

	private final Consumer<T> belief;

	/** The hold may end while an answer arrives. */
	private final SerialExecutor serial = new SerialExecutor();

	private boolean broken;

	private @Nullable T answer;

	private @Nullable T believed;

	/** What is missing since an outage and still believed. */
	private @Nullable T kept;

	/** How long the registry has yet to answer without it. */
	private long left;

	private long since;

	private Timer end = Timer.NONE;

	/**
	 * Creates it.
	 * @param ticker tells the time
	 * @param scheduler ends the hold
	 * @param hold how long to doubt; zero for never
	 * @param losses compares two answers
	 * @param belief told what to believe, serially
	 */
	Recovery(Ticker ticker, Scheduler scheduler, Duration hold, Losses<T> losses, Consumer<T> belief) {
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.hold = hold;
		this.losses = losses;
		this.belief = belief;
	}

	/**
	 * The registry can't be asked.
	 * @param reaction what to do, in order with what is believed
	 */
	void failed(Runnable reaction) {
		this.serial.execute(() -> {
			if (!this.broken && this.kept != null) {
				// nobody can register with a registry that is away
				this.end.cancel();
				this.left -= this.ticker.nanos() - this.since;
			}
			this.broken = true;
			reaction.run();
		});
	}

	/**
	 * The registry answered.
	 * @param next its answer
	 */
	void answered(T next) {
		this.serial.execute(() -> {
			T said = this.answer;
			T known = this.believed;
			if (this.broken && said != null && known != null && !this.hold.isZero()) {
				if (this.losses.areMany(said, next)) {
					this.kept = known;
					this.left = this.hold.toNanos();
				}
				resume();
			}
			this.broken = false;
			this.answer = next;
			this.kept = (this.kept != null) ? this.losses.missing(this.kept, next) : null;
			believe(next);
		});
	}

	private void resume() {
		if (this.kept != null) {
			this.since = this.ticker.nanos();
			this.end.cancel();
			this.end = this.scheduler.schedule(() -> this.serial.execute(this::endHold),
					Duration.ofNanos(Math.max(0, this.left)));
		}
	}

	private void believe(T next) {
		T missing = this.kept;
		T all = (missing != null) ? this.losses.join(next, missing) : next;
		this.believed = all;
		this.belief.accept(all);
	}

	private void endHold() {
		T last = this.answer;
		if (!this.broken && this.kept != null && last != null) {
			this.kept = null;
			believe(last);
		}
	}

	/**
	 * What is missing in an answer.
	 *
	 * @param <T> what the registry says
	 */
	interface Losses<T> {

		/**
		 * Whether at least half of what was there is gone.
		 */
		boolean areMany(T before, T after);

		/**
		 * What was there and is gone, or null if nothing is.
		 */
		@Nullable T missing(T before, T after);

		/**
		 * Both together.
		 */
		T join(T answer, T missing);

	}

}
