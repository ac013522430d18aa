package dev.discovery.survival;

import java.time.Duration;
import java.time.Instant;

import dev.discovery.testkit.Patience;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.core.ConditionFactory;

import org.springframework.boot.convert.DurationStyle;

/**
 * How long things take, and have to.
 */
final class Timing {

	/** How long there is load in each test, at the least. */
	static final Duration LOAD = DurationStyle.detectAndParse(System.getProperty("discovery.test.load", "3s"));

	private static final Log logger = LogFactory.getLog(Timing.class);

	private Timing() {
	}

	/**
	 * Looks so often that hardly anything is added to what is measured.
	 */
	static ConditionFactory await() {
		return Patience.await().pollInterval(Duration.ofMillis(20)).atMost(Patience.LIMIT.plus(LOAD));
	}

	/**
	 * Waits until there has been load for long enough.
	 */
	static void awaitLoad(Instant begin) {
		awaitLoad(begin, LOAD);
	}

	static void awaitLoad(Instant begin, Duration duration) {
		await().until(() -> Instant.now().isAfter(begin.plus(duration)));
	}

	/**
	 * Says how long something has taken.
	 */
	static Duration figure(String what, Instant since) {
		return figure(what, since, Instant.now());
	}

	static Duration figure(String what, Instant since, Instant until) {
		Duration taken = Duration.between(since, until);
		logger.info(what + ": " + taken.toMillis() + " ms");
		return taken;
	}

}
