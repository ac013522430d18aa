package dev.discovery.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Orders work without owning a thread: tasks run one after another, in the order in which
 * they came, on whichever caller's thread finds the queue idle. A task handed in by a
 * running task runs after it.
 * <p>
 * The idea is gRPC's {@code SynchronizationContext}. Safe for use by several threads; a
 * caller may have to run what others hand in meanwhile, so tasks must not block.
 */
public final class SerialExecutor implements Executor {

	private static final Log logger = LogFactory.getLog(SerialExecutor.class);

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	@Override
	public void execute(Runnable task) {
		this.queue.add(task);
		if (this.waiting.getAndIncrement() == 0) {
			drain();
		}
	}

	private void drain() {
		do {
			Runnable task = this.queue.remove();
			try {
				task.run();
			}
			catch (Throwable ex) {
				// whatever it is, a queue that stands still would be worse
				logger.error("A task failed; the ones after it go on", ex);
			}
		}
		while (this.waiting.decrementAndGet() > 0);
	}

}
