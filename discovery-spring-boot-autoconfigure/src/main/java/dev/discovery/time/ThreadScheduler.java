package dev.discovery.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A {@link Scheduler} on one daemon thread of its own, which starts with the first task.
 */
public final class ThreadScheduler implements Scheduler {

	private static final Log logger = LogFactory.getLog(ThreadScheduler.class);

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Creates a scheduler; its thread carries the name.
	 * @param threadName the thread's name
	 */
	public ThreadScheduler(String threadName) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, threadName);
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable task, Duration delay) {
		try {
			// unlike toNanos(), this takes what is above 292 years for that
			long nanos = TimeUnit.NANOSECONDS.convert(delay);
			Future<?> future = this.executor.schedule(() -> runGuarded(task), nanos, TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			return Timer.NONE;
		}
	}

	private static void runGuarded(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// an executor would keep it to itself
			logger.error("A background task failed; the next ones go on", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
