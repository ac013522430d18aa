package dev.discovery.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what must happen: much longer than it takes on the slowest
 * machine. A wait ends when its condition holds, so that costs nothing but where the test
 * fails. Where the time is the claim, {@link Stopwatch} measures it.
 */
public final class Patience {

	/** The one limit of all such waits. */
	public static final Duration LIMIT = Duration.ofSeconds(60);

	/** How long a process may take until it is there. */
	static final Duration START = LIMIT.multipliedBy(2);

	private static final Duration UNDER_WAY = Duration.ofMillis(250);

	private static final Duration PACE = Duration.ofMillis(10);

	private Patience() {
	}

	/**
	 * Begins a wait for a condition, which is looked at often.
	 */
	public static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(PACE).atMost(LIMIT);
	}

	/**
	 * Lets real time pass: for what must not happen meanwhile.
	 */
	public static void pass(Duration duration) {
		Awaitility.await().pollDelay(duration).atMost(LIMIT.plus(duration)).until(() -> true);
	}

	/**
	 * Lets whatever is under way arrive, where nothing shows that it has: a fraction of a
	 * second in which the machine has time for everybody, or four times as long.
	 */
	public static void settle() {
		Stopwatch watch = Stopwatch.start();
		await().pollDelay(UNDER_WAY)
			.until(() -> watch.taken().minus(watch.stalled()).compareTo(UNDER_WAY) >= 0
					|| watch.taken().compareTo(UNDER_WAY.multipliedBy(4)) >= 0);
	}

	/**
	 * Waits for a result.
	 * @return what it ends with; fails with what it fails with
	 */
	public static <T> T get(CompletionStage<T> result) throws ExecutionException {
		return get((Future<T>) result.toCompletableFuture());
	}

	/**
	 * Waits for a result.
	 * @return what it ends with; fails with what it fails with
	 */
	public static <T> T get(Future<T> result) throws ExecutionException {
		try {
			return result.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("not within " + LIMIT, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Waits for a result.
	 * @return what it ends with; fails with what it fails with
	 */
	public static <T> T get(CompletableFuture<T> result) throws ExecutionException {
		return get((Future<T>) result);
	}

	/**
	 * Waits for others to count down.
	 */
	public static void await(CountDownLatch latch) {
		try {
			if (!latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("nobody came within " + LIMIT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
