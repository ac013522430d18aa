package dev.discovery.test;

import java.time.Duration;

import dev.discovery.time.Scheduler.Timer;

/**
 * Something that goes and comes back, again and again. Used while no other task of the
 * time runs.
 */
final class Flapping {

	private final VirtualTime time;

	private final Duration period;

	private final Runnable go;

	private final Runnable comeBack;

	private boolean gone;

	private boolean ended;

	private Timer next = Timer.NONE;

	Flapping(VirtualTime time, Duration period, Runnable go, Runnable comeBack) {
		if (period.isZero() || period.isNegative()) {
			throw new IllegalArgumentException("the period must be longer than 0, it is " + period);
		}
		this.time = time;
		this.period = period;
		this.go = go;
		this.comeBack = comeBack;
	}

	/**
	 * Goes now, comes back after one period, goes after the next.
	 */
	void turn() {
		if (!this.ended) {
			this.gone = !this.gone;
			this.next = this.time.schedule(this::turn, this.period);
			(this.gone ? this.go : this.comeBack).run();
		}
	}

	/**
	 * Stays as it is.
	 */
	void stop() {
		this.ended = true;
		this.next.cancel();
	}

	/**
	 * It is there from now on.
	 */
	void end() {
		stop();
		if (this.gone) {
			this.gone = false;
			this.comeBack.run();
		}
	}

}
