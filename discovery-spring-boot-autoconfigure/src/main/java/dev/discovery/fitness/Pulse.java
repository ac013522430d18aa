package dev.discovery.fitness;

import java.time.Duration;

import dev.discovery.time.Ticker;

/**
 * Knows whether this process itself stood still: paused, swapped out, in a long garbage
 * collection. What it missed meanwhile says nothing about the others.
 * <p>
 * One thread at a time beats; read by any thread without a lock.
 */
public final class Pulse {

	/** How often it should beat. */
	public static final Duration INTERVAL = Duration.ofMillis(250);

	/** Timers are late now and then; by that much they aren't. */
	private static final long TOLERANCE = INTERVAL.multipliedBy(3).toNanos();

	private final Ticker ticker;

	private volatile long last;

	private volatile long resumed;

	/**
	 * Creates a pulse that beats now.
	 * @param ticker tells the time
	 */
	public Pulse(Ticker ticker) {
		this.ticker = ticker;
		this.last = ticker.nanos();
		this.resumed = this.last;
	}

	/**
	 * Beats; to be called every {@link #INTERVAL}.
	 */
	public void beat() {
		long now = this.ticker.nanos();
		if (now - this.last > TOLERANCE) {
			this.resumed = now;
		}
		this.last = now;
	}

	/**
	 * Since when it has been beating, without a pause.
	 * @return the time, by the ticker, in nanoseconds
	 */
	long beatingSince() {
		long now = this.ticker.nanos();
		return (now - this.last > TOLERANCE) ? now : this.resumed;
	}

}
