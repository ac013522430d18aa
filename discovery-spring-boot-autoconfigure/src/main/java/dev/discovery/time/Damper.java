package dev.discovery.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a task when asked to, but never twice within a while: at once if it hasn't run for
 * that long, else at the while's end, once for all who asked meanwhile.
 * <p>
 * Safe for use by several threads. The task runs on the thread of whoever asks, or on the
 * scheduler's; it must not block.
 */
public final class Damper {

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	private final Scheduler scheduler;

	private final Duration quiet;

	private final Runnable task;

	/**
	 * Creates a damper.
	 * @param scheduler runs what has to wait; when it is closed, nothing more is run
	 * @param quiet how far apart two runs are
	 * @param task what to do; must see whatever its askers did before they asked
	 */
	public Damper(Scheduler scheduler, Duration quiet, Runnable task) {
		this.scheduler = scheduler;
		this.quiet = quiet;
		this.task = task;
	}

	/**
	 * Asks for a run.
	 */
	public void request() {
		while (this.state.get() != State.DUE && !this.state.compareAndSet(State.QUIET, State.DUE)) {
			if (this.state.compareAndSet(State.IDLE, State.QUIET)) {
				run();
				return;
			}
		}
	}

	private void run() {
		this.scheduler.schedule(this::quietIsOver, this.quiet);
		this.task.run();
	}

	private void quietIsOver() {
		if (!this.state.compareAndSet(State.QUIET, State.IDLE)) {
			this.state.set(State.QUIET);
			run();
		}
	}

	private enum State {

		/** Has not run for long. */
		IDLE,

		/** Has run a moment ago. */
		QUIET,

		/** Somebody has asked since. */
		DUE

	}

}
