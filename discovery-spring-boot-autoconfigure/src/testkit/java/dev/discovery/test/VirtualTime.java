package dev.discovery.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.locks.ReentrantLock;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A clock and a scheduler in the hands of a test: a day passes in milliseconds, and
 * everything that falls due on the way happens on the test's thread, in a fixed order.
 * <p>
 * Made by its constructor, time stands still until it is moved. One that is
 * {@linkplain #flowing() flowing} passes by itself too, so that real calls, which wait
 * for something now and then, never wait in vain; what falls due by itself happens on a
 * daemon thread. Safe for use by several threads; tasks run one at a time.
 */
public final class VirtualTime implements Ticker, Scheduler, InstantSource {

	private static final Log logger = LogFactory.getLog(VirtualTime.class);

	private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

	private final VirtualTasks tasks = new VirtualTasks();

	/** Held by whoever runs tasks. */
	private final ReentrantLock running = new ReentrantLock();

	/** How far time was moved. */
	private volatile long moved = 1_000_000_000L;

	private volatile boolean flowing;

	/** Whether what is due is run by a thread, and not only when time is moved. */
	private volatile boolean threaded;

	/** When it began to flow, in the JVM's nanoseconds. */
	private volatile long began;

	private @Nullable Thread thread;

	/**
	 * Time that passes by itself, as fast as real time, and can be moved on besides.
	 * @return a new one
	 */
	public static VirtualTime flowing() {
		VirtualTime time = new VirtualTime();
		time.flow();
		return time;
	}

	/**
	 * Time that stands still, while what is due at once happens on a daemon thread: an
	 * application can wait for that.
	 */
	static VirtualTime still() {
		VirtualTime time = new VirtualTime();
		time.threaded = true;
		return time;
	}

	/**
	 * Begins to pass by itself; has no effect the second time.
	 */
	public void flow() {
		synchronized (this.tasks) {
			if (!this.flowing) {
				this.began = System.nanoTime();
				this.flowing = true;
				this.threaded = true;
				this.tasks.notifyAll();
				startThread();
			}
		}
	}

	@Override
	public long nanos() {
		return this.moved + (this.flowing ? System.nanoTime() - this.began : 0);
	}

	@Override
	public Instant instant() {
		return BEGINNING.plusNanos(nanos());
	}

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable action, Duration delay) {
		synchronized (this.tasks) {
			VirtualTasks.Task task = this.tasks.add(nanos() + Math.max(0, delay.toNanos()), action);
			startThread();
			return (task != null) ? () -> this.tasks.remove(task) : Timer.NONE;
		}
	}

	/**
	 * Lets time pass, running what falls due on the way, each at its own moment.
	 * @param duration how much; what a task throws ends it there and is thrown on
	 */
	public void advance(Duration duration) {
		this.running.lock();
		try {
			long end = nanos() + duration.toNanos();
			VirtualTasks.Task next = this.tasks.takeDue(end);
			while (next != null) {
				moveTo(next.due());
				next.action().run();
				next = this.tasks.takeDue(end);
			}
			moveTo(end);
		}
		finally {
			this.running.unlock();
		}
	}

	private void moveTo(long moment) {
		synchronized (this.tasks) {
			this.moved = this.moved + Math.max(0, moment - nanos());
			this.tasks.notifyAll();
		}
	}

	/**
	 * The process stands still for a while: time passes, and nothing runs in it. What
	 * falls due meanwhile runs as soon as time is advanced again.
	 * @param duration how long
	 */
	public void pause(Duration duration) {
		moveTo(nanos() + duration.toNanos());
	}

	/**
	 * Runs what is due now.
	 */
	public void runDue() {
		advance(Duration.ZERO);
	}

	/**
	 * Does something while no task runs.
	 */
	void alone(Runnable action) {
		this.running.lock();
		try {
			action.run();
		}
		finally {
			this.running.unlock();
		}
	}

	/**
	 * Waits until whatever a daemon thread has begun is done, and what is due now; where
	 * there is no such thread, or it is this one, nothing happens.
	 */
	void settle() {
		if (this.threaded && !this.running.isHeldByCurrentThread()) {
			runDue();
		}
	}

	/**
	 * How long until each waiting task, in order.
	 * @return the times
	 */
	public Iterable<Duration> waiting() {
		ArrayList<Duration> delays = new ArrayList<>();
		long now = nanos();
		this.tasks.sorted().forEach((task) -> delays.add(Duration.ofNanos(task.due() - now)));
		return delays;
	}

	/**
	 * Drops what is waiting, and what comes later.
	 */
	@Override
	public void close() {
		this.tasks.close();
	}

	private void startThread() {
		if (this.threaded && this.thread == null && !this.tasks.isEmpty()) {
			this.thread = new Thread(this::runByItself, "virtual-time");
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	private void runByItself() {
		try {
			while (this.tasks.awaitDue(this::nanos)) {
				runOne();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void runOne() {
		this.running.lock();
		try {
			VirtualTasks.Task task = this.tasks.takeDue(nanos());
			if (task != null) {
				task.action().run();
			}
		}
		catch (Throwable ex) {
			logger.error("A background task failed; the next ones go on", ex);
		}
		finally {
			this.running.unlock();
		}
	}

}
