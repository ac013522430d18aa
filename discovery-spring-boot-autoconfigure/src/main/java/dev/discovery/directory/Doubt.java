package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.discovery.directory.Losses.Verdict;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Doubts a registry that says that much is gone. It may have been restarted without its
 * data, or have lost touch with those who keep it up to date, and what seems to be gone
 * is about to register again. What is missing is held, which means served as before, or
 * put in limbo, each until it is listed again or the registry has been answering for a
 * while without it. {@link Losses} tells which.
 * <p>
 * Only time in which the registry answers counts: nobody can register with one that is
 * away. Safe for use by several threads.
 *
 * @param <T> what the registry says
 */
final class Doubt<T> {

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Losses<T> losses;

	private final Belief<T> belief;

	/** The hold may end while an answer arrives. */
	private final SerialExecutor serial = new SerialExecutor();

	/** In the order in which they went missing. */
	private final List<Missing<T>> missing = new ArrayList<>();

	private boolean broken;

	private @Nullable T answer;

	/** For how long the registry had been answering when it began to answer again. */
	private long answered;

	private long since;

	private Timer end = Timer.NONE;

	/**
	 * Creates it.
	 * @param ticker tells the time
	 * @param scheduler ends the doubt
	 * @param losses compares two answers
	 * @param belief told what to believe, serially
	 */
	Doubt(Ticker ticker, Scheduler scheduler, Losses<T> losses, Belief<T> belief) {
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.losses = losses;
		this.belief = belief;
		this.since = ticker.nanos();
	}

	/**
	 * Does something in order with what is believed.
	 */
	void execute(Runnable task) {
		this.serial.execute(task);
	}

	/**
	 * The registry can't be asked.
	 * @param reaction what to do, in order with what is believed
	 */
	void failed(Runnable reaction) {
		failed(() -> true, reaction);
	}

	/**
	 * The registry can't be asked, or could not be a moment ago.
	 * @param still asked first, in order with what is believed: whether that is still the
	 * last that was heard of it
	 * @param reaction what to do if so
	 */
	void failed(BooleanSupplier still, Runnable reaction) {
		this.serial.execute(() -> {
			if (still.getAsBoolean()) {
				away();
				reaction.run();
			}
		});
	}

	private void away() {
		if (!this.broken) {
			this.answered = answering();
			this.broken = true;
			this.end.cancel();
		}
	}

	/**
	 * The registry answered.
	 * @param next its answer
	 */
	void answered(T next) {
		this.serial.execute(() -> {
			boolean afterOutage = this.broken;
			if (afterOutage) {
				this.since = this.ticker.nanos();
				this.broken = false;
			}
			boolean doubted = !this.missing.isEmpty();
			findAgain(next);
			T said = this.answer;
			this.answer = next;
			if (said != null) {
				consider(said, next, afterOutage);
			}
			believe(next, doubted);
			schedule();
		});
	}

	/**
	 * Forgets what was said: whatever comes next is believed. Only within
	 * {@link #execute} or a reaction.
	 */
	void forget() {
		this.answer = null;
		this.missing.clear();
		this.end.cancel();
	}

	private void findAgain(T next) {
		List<Missing<T>> before = List.copyOf(this.missing);
		this.missing.clear();
		for (Missing<T> one : before) {
			T still = this.losses.missing(one.content(), next);
			if (still != null) {
				this.missing.add(new Missing<>(still, one.inLimbo(), one.until()));
			}
		}
	}

	private void consider(T said, T next, boolean afterOutage) {
		Verdict verdict = this.losses.judge(said, next, afterOutage);
		T lost = verdict.believed() ? null : this.losses.missing(said, next);
		if (lost != null) {
			this.missing.add(new Missing<>(lost, verdict.inLimbo(), answering() + verdict.time().toNanos()));
			this.belief.doubted(said, lost, verdict, afterOutage);
		}
	}

	private void believe(T said, boolean doubted) {
		T all = said;
		T held = null;
		T limbo = null;
		for (Missing<T> one : this.missing) {
			if (one.inLimbo()) {
				limbo = (limbo != null) ? this.losses.join(limbo, one.content()) : one.content();
			}
			else {
				all = this.losses.join(all, one.content());
				held = (held != null) ? this.losses.join(held, one.content()) : one.content();
			}
		}
		this.belief.believe((limbo != null) ? this.losses.beside(all, limbo) : all, held);
		if (doubted && this.missing.isEmpty()) {
			this.belief.certain();
		}
	}

	/** The time on a clock that stands still while the registry is away. */
	private long answering() {
		return this.answered + (this.broken ? 0 : this.ticker.nanos() - this.since);
	}

	private void schedule() {
		this.end.cancel();
		this.missing.stream()
			.mapToLong(Missing::until)
			.min()
			.ifPresent((until) -> this.end = this.scheduler.schedule(() -> this.serial.execute(this::timeIsUp),
					Duration.ofNanos(Math.max(0, until - answering()))));
	}

	private void timeIsUp() {
		T last = this.answer;
		if (this.broken || last == null) {
			return;
		}
		if (this.missing.removeIf((one) -> one.until() <= answering())) {
			believe(last, true);
		}
		schedule();
	}

	/**
	 * What went missing at one time.
	 *
	 * @param content what of it is still missing
	 * @param inLimbo whether it isn't served
	 * @param until when it is believed to be gone, on the clock of the answers
	 * @param <T> what the registry says
	 */
	private record Missing<T>(T content, boolean inLimbo, long until) {
	}

	/**
	 * Who is told what to believe. Called serially.
	 *
	 * @param <T> what the registry says
	 */
	interface Belief<T> {

		/**
		 * What to believe from now on.
		 * @param content all that is believed
		 * @param held what of it the registry no longer lists, null if nothing
		 */
		void believe(T content, @Nullable T held);

		/**
		 * More is missing than is believed.
		 */
		void doubted(T before, T missing, Verdict verdict, boolean afterOutage);

		/**
		 * What was missing is there again, or believed to be gone. Told after the
		 * content.
		 */
		void certain();

	}

}
