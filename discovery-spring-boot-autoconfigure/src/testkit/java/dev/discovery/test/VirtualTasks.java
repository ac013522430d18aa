package dev.discovery.test;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What {@link VirtualTime} has yet to run, in the order in which it falls due; what falls
 * due together runs as it came. Safe for use by several threads.
 */
final class VirtualTasks {

	private static final Comparator<Task> ORDER = Comparator.comparingLong(Task::due).thenComparingLong(Task::sequence);

	private final TreeSet<Task> tasks = new TreeSet<>(ORDER);

	private long sequence;

	private boolean closed;

	/**
	 * Adds a task.
	 * @return the task, or null if it is dropped
	 */
	synchronized @Nullable Task add(long due, Runnable action) {
		if (this.closed) {
			return null;
		}
		Task task = new Task(due, this.sequence++, action);
		this.tasks.add(task);
		notifyAll();
		return task;
	}

	synchronized void remove(Task task) {
		this.tasks.remove(task);
	}

	synchronized boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	/**
	 * Takes the first one that is due at that moment.
	 */
	synchronized @Nullable Task takeDue(long moment) {
		return (!this.tasks.isEmpty() && this.tasks.first().due() - moment <= 0) ? this.tasks.pollFirst() : null;
	}

	/**
	 * Waits until one is due.
	 * @return false once closed
	 */
	synchronized boolean awaitDue(LongSupplier now) throws InterruptedException {
		while (!this.closed) {
			long left = this.tasks.isEmpty() ? Long.MAX_VALUE : this.tasks.first().due() - now.getAsLong();
			if (left <= 0) {
				return true;
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return false;
	}

	synchronized List<Task> sorted() {
		return List.copyOf(this.tasks);
	}

	synchronized void close() {
		this.closed = true;
		this.tasks.clear();
		notifyAll();
	}

	/**
	 * Something to do at a moment.
	 */
	record Task(long due, long sequence, Runnable action) {
	}

}
