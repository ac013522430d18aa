package dev.discovery.directory;

import java.time.Duration;
import java.util.function.Consumer;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Doubts a registry that has just come back. One that was restarted may have lost its
 * data, and what was registered there is about to register again: if its first answer
 * after an outage lacks at least half of what was known, the missing stay known for a
 * while, or until they are listed again.
 * <p>
 * While a registry can be asked it is believed at once. Safe for use by several threads.
 *
 * @param <T> what the registry says
 */
final class Recovery<T> {

	private final Scheduler scheduler;

	private final Duration hold;

	private final Losses<T> losses;

	private final Consumer<T> belief;

	/** The hold may end while an answer arrives. */
	private final SerialExecutor serial = new SerialExecutor();

	private boolean broken;

	private @Nullable T answer;

	private @Nullable T believed;

	/** What was known before the outage, while that is held on to. */
	private @Nullable T kept;

	private Timer end = Timer.NONE;

	/**
	 * Creates it.
	 * @param scheduler ends the hold
	 * @param hold how long to doubt; zero for never
	 * @param losses compares two answers
	 * @param belief told what to believe, serially
	 */
	Recovery(Scheduler scheduler, Duration hold, Losses<T> losses, Consumer<T> belief) {
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
			T before = this.believed;
			this.answer = next;
			if (this.broken && before != null && !this.hold.isZero() && this.losses.areMany(before, next)) {
				this.kept = before;
				this.end.cancel();
				this.end = this.scheduler.schedule(() -> this.serial.execute(this::endHold), this.hold);
			}
			this.broken = false;
			believe(next);
		});
	}

	private void believe(T next) {
		T before = this.kept;
		T restored = (before != null) ? this.losses.restore(before, next) : next;
		if (before != null && restored == next) {
			this.kept = null;
			this.end.cancel();
		}
		this.believed = restored;
		this.belief.accept(restored);
	}

	private void endHold() {
		T last = this.answer;
		this.kept = null;
		if (!this.broken && last != null) {
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
		 * Adds what is missing.
		 * @return the later answer itself if nothing is
		 */
		T restore(T before, T after);

	}

}
