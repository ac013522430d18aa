package dev.discovery.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Real time that a test can push on: real sockets and threads go on as they do, and a
 * backoff of half a minute takes no longer than it takes to say so.
 * <p>
 * Safe for use by several threads. Tasks run on one thread.
 */
public final class WarpedTime implements Ticker, Scheduler {

	private final ThreadScheduler scheduler;

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::due).thenComparingLong(Task::sequence));

	private final ReentrantLock running = new ReentrantLock();

	private volatile long warped;

	private long sequence;

	private Timer next = Timer.NONE;

	/**
	 * Creates it; its thread carries the name.
	 */
	public WarpedTime(String threadName) {
		this.scheduler = new ThreadScheduler(threadName);
	}

	@Override
	public long nanos() {
		return System.nanoTime() + this.warped;
	}

	/**
	 * That much time passes at once, but never while something runs: it may have looked
	 * at the clock, to plan what comes next.
	 */
	public void warp(Duration duration) {
		this.running.lock();
		try {
			pass(duration);
		}
		finally {
			this.running.unlock();
		}
	}

	private synchronized void pass(Duration duration) {
		this.warped = this.warped + duration.toNanos();
		plan();
	}

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public synchronized Timer schedule(Runnable action, Duration delay) {
		Task task = new Task(nanos() + delay.toNanos(), this.sequence++, delay, action);
		this.tasks.add(task);
		plan();
		return () -> cancel(task);
	}

	/**
	 * Whether something was planned for so much later, and is still to come: shows that
	 * whoever plans it has come so far.
	 */
	public boolean isPlanned(Duration delay) {
		return planned(delay, delay) > 0;
	}

	/**
	 * How much was planned for so much later, and is still to come.
	 * @param least how much later at least
	 * @param most how much later at most
	 */
	public synchronized long planned(Duration least, Duration most) {
		return this.tasks.stream()
			.filter((task) -> task.delay().compareTo(least) >= 0 && task.delay().compareTo(most) <= 0)
			.count();
	}

	private synchronized void cancel(Task task) {
		this.tasks.remove(task);
	}

	private synchronized void plan() {
		this.next.cancel();
		Task first = this.tasks.peek();
		if (first != null) {
			this.next = this.scheduler.schedule(this::runDue, Duration.ofNanos(Math.max(0, first.due() - nanos())));
		}
	}

	private void runDue() {
		try {
			for (Task task = takeDue(); task != null; task = takeDue()) {
				run(task);
			}
		}
		finally {
			plan();
		}
	}

	private void run(Task task) {
		this.running.lock();
		try {
			task.action().run();
		}
		finally {
			this.running.unlock();
		}
	}

	private synchronized Task takeDue() {
		Task first = this.tasks.peek();
		return (first != null && first.due() - nanos() <= 0) ? this.tasks.poll() : null;
	}

	@Override
	public void close() {
		this.scheduler.close();
	}

	private record Task(long due, long sequence, Duration delay, Runnable action) {
	}

}
