package dev.discovery.cloud.discovery;

import reactor.core.scheduler.Schedulers;

/**
 * Knows Reactor's threads, which must not block.
 */
public final class ReactorThreads {

	private ReactorThreads() {
	}

	/**
	 * Whether the current thread may wait.
	 * @return false on Reactor's event loops and parallel threads
	 */
	public static boolean mayBlock() {
		return !Schedulers.isInNonBlockingThread();
	}

}
