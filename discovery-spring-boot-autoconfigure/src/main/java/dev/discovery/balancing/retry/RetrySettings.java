package dev.discovery.balancing.retry;

import java.time.Duration;
import java.util.Set;

/**
 * How a call goes on after an attempt that failed.
 *
 * @param enabled whether there is another attempt at all
 * @param maxAttempts how many attempts a call has at most, the first one included
 * @param backoff the pause before the third attempt at most; it doubles from attempt to
 * attempt, and chance decides how much of it is used. The second attempt, at a different
 * instance, has none
 * @param maxBackoff the longest pause
 * @param statuses statuses of an answer after which an idempotent request is repeated
 * @param budgetRatio how many attempts more than requests there may be, as a fraction of
 * the requests
 * @param budgetPerSecond how many more there may be each second, however few requests
 * there are
 * @param budgetWindow how long a request counts for the budget
 */
public record RetrySettings(boolean enabled, int maxAttempts, Duration backoff, Duration maxBackoff,
		Set<Integer> statuses, double budgetRatio, int budgetPerSecond, Duration budgetWindow) {

	/**
	 * What suits nearly everybody.
	 */
	public static final RetrySettings DEFAULT = new RetrySettings(true, 3, Duration.ofMillis(25),
			Duration.ofMillis(250), Set.of(502, 503, 504), 0.2, 10, Duration.ofSeconds(10));

}
