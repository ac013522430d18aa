package dev.discovery.backend.kubernetes;

import java.time.Duration;

import dev.discovery.backend.BackendRuntime;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches that break after a while, as where a proxy takes them for idle. Most likely the
 * server is well, so they are resumed like those that it ends itself, as client-go does
 * it; if it isn't, that fails. Said once, until one ends as it should. For one thread at
 * a time.
 */
final class WatchCuts {

	private static final Log logger = LogFactory.getLog(WatchCuts.class);

	/** A server that fails may cut sooner, and must not be asked at such a pace. */
	private static final Duration SHORTEST = Duration.ofSeconds(10);

	/** Where a server has gone, all its clients are cut at once. */
	private static final Duration PAUSE = Duration.ofMillis(800);

	private final BackendRuntime runtime;

	private final Resource resource;

	private boolean said;

	WatchCuts(BackendRuntime runtime, Resource resource) {
		this.runtime = runtime;
		this.resource = resource;
	}

	/**
	 * A watch broke.
	 * @param openedAt when the server began to answer it, null if it never did
	 * @return whether that is no failure
	 */
	boolean isHarmless(@Nullable Long openedAt) {
		Duration lasted = Duration.ofNanos((openedAt != null) ? this.runtime.ticker().nanos() - openedAt : 0);
		if (lasted.compareTo(SHORTEST) < 0) {
			return false;
		}
		if (!this.said) {
			logger.info("'" + this.runtime.name() + "': the watch of " + this.resource.kind() + " was cut after "
					+ lasted.toSeconds() + " s, perhaps by a proxy that takes it for idle. It is resumed where it was,"
					+ " now and each time");
			this.said = true;
		}
		return true;
	}

	/**
	 * A watch ended as it should.
	 */
	void over() {
		this.said = false;
	}

	/**
	 * Does something when it may be resumed.
	 */
	void afterPause(Runnable action) {
		Duration spread = Duration.ofNanos((long) (PAUSE.toNanos() * this.runtime.randomness().fraction()));
		this.runtime.scheduler().schedule(action, PAUSE.plus(spread));
	}

}
