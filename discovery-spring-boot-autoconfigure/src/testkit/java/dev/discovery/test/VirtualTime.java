package dev.discovery.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

/**
 * A clock and a scheduler that stand still until the test moves them: a day passes in
 * milliseconds, and everything happens on the test's thread in a fixed order.
 */
public final class VirtualTime implements Ticker, Scheduler, InstantSource {

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::due).thenComparingLong(Task::sequence));

	private long nanos = 1_000_000_000L;

	private long sequence;

	private boolean closed;

	@Override
	public long nanos() {
		return this.nanos;
	}

	@Override
	public Instant instant() {
		return Instant.parse("2026-01-01T00:00:00Z").plusNanos(this.nanos);
	}

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable action, Duration delay) {
		if (this.closed) {
			return Timer.NONE;
		}
		Task task = new Task(this.nanos + Math.max(0, delay.toNanos()), this.sequence++, action);
		this.tasks.add(task);
		return () -> this.tasks.remove(task);
	}

	/**
	 * Lets time pass, running what falls due on the way, each at its own moment.
	 */
	public void advance(Duration duration) {
		long end = this.nanos + duration.toNanos();
		Task next = this.tasks.peek();
		while (next != null && next.due() <= end) {
			this.tasks.remove(next);
			this.nanos = Math.max(this.nanos, next.due());
			next.action().run();
			next = this.tasks.peek();
		}
		this.nanos = end;
	}

	/**
	 * The process stands still for a while: time passes, and nothing runs in it. What
	 * falls due meanwhile runs as soon as time is advanced again.
	 * @param duration how long
	 */
	public void pause(Duration duration) {
		this.nanos += duration.toNanos();
	}

	/**
	 * Runs what is due now.
	 */
	public void runDue() {
		advance(Duration.ZERO);
	}

	/**
	 * How long until each waiting task, in order.
	 */
	public Iterable<Duration> waiting() {
		ArrayList<Task> sorted = new ArrayList<>(this.tasks);
		sorted.sort(this.tasks.comparator());
		return sorted.stream().map((task) -> Duration.ofNanos(task.due() - this.nanos)).toList();
	}

	@Override
	public void close() {
		this.closed = true;
		this.tasks.clear();
	}

	private record Task(long due, long sequence, Runnable action) {
	}

}
