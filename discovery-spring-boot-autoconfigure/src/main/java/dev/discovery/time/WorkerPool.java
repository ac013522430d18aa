package dev.discovery.time;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded number of daemon threads, which start with the first tasks and end when they
 * have had nothing to do for a few seconds. What doesn't fit waits.
 * <p>
 * Safe for use by several threads. After {@link #close()} what is waiting is still run,
 * and what comes later runs on its caller's thread: the last words of a protocol must not
 * be lost.
 */
public final class WorkerPool implements Executor, AutoCloseable {

	private static final long IDLE_SECONDS = 5;

	private final ThreadPoolExecutor executor;

	/**
	 * Creates the pool.
	 * @param threadName what its threads are called, before their number
	 * @param threads how many there are at most
	 */
	public WorkerPool(String threadName, int threads) {
		AtomicInteger number = new AtomicInteger();
		this.executor = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, threadName + "-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				}, (task, executor) -> task.run());
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}
