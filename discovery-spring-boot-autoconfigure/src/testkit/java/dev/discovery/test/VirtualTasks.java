package dev.discovery.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What {@link VirtualTime} has yet to run, in the order in which it falls due; what falls
 * due together runs as it came. Safe for use by several threads.
 */
final class VirtualTasks {

	private static final Comparator<Task> ORDER = Comparator.comparingLong(Task::due).thenComparingLong(Task::sequence);

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(ORDER);

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
		Task first = this.tasks.peek();
		return (first != null && first.due() - moment <= 0) ? this.tasks.poll() : null;
	}

	/**
	 * Waits until one is due.
	 * @return false once closed
	 */
	synchronized boolean awaitDue(LongSupplier now) throws InterruptedException {
		while (!this.closed) {
			Task first = this.tasks.peek();
			long left = (first != null) ? first.due() - now.getAsLong() : Long.MAX_VALUE;
			if (left <= 0) {
				return true;
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return false;
	}

	synchronized List<Task> sorted() {
		List<Task> sorted = new ArrayList<>(this.tasks);
		sorted.sort(ORDER);
		return sorted;
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
