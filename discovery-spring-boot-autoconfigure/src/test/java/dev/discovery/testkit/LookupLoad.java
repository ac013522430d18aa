package dev.discovery.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that looks up a service fifty times a second, whatever happens to the
 * registry: none of its lookups may fail, find nobody, or wait for the network.
 */
public final class LookupLoad implements AutoCloseable {

	private static final Duration PACE = Duration.ofMillis(20);

	/**
	 * A wait for the network would end with an answer, or after the first-read timeout of
	 * 2 s. What counts is the time in which the thread waits for others, and not that in
	 * which it waits for a processor.
	 */
	private static final Duration LONGEST = Duration.ofSeconds(1);

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	static {
		threads.setThreadContentionMonitoringEnabled(true);
	}

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "lookup-load");
		thread.setDaemon(true);
		return thread;
	});

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final Supplier<List<?>> lookup;

	private volatile boolean mayWait;

	private volatile int lookups;

	private volatile int fewest = Integer.MAX_VALUE;

	/** How long any lookup has waited at the most, in milliseconds. */
	private volatile long slowest;

	private LookupLoad(Supplier<List<?>> lookup) {
		this.lookup = lookup;
	}

	/**
	 * Starts.
	 * @param lookup finds whom to call
	 */
	public static LookupLoad of(Supplier<List<?>> lookup) {
		LookupLoad load = new LookupLoad(lookup);
		load.executor.scheduleAtFixedRate(load::look, 0, PACE.toNanos(), TimeUnit.NANOSECONDS);
		return load;
	}

	/**
	 * Starts one that asks the registry itself: it may wait.
	 * @param lookup asks
	 */
	public static LookupLoad asking(Supplier<List<?>> lookup) {
		LookupLoad load = of(lookup);
		load.mayWait = true;
		return load;
	}

	private void look() {
		long begin = waited();
		try {
			this.fewest = Math.min(this.fewest, this.lookup.get().size());
		}
		catch (Throwable ex) {
			this.failures.add(ex);
		}
		this.slowest = Math.max(this.slowest, waited() - begin);
		this.lookups = this.lookups + 1;
	}

	private static long waited() {
		ThreadInfo info = threads.getThreadInfo(Thread.currentThread().getId());
		return info.getWaitedTime() + info.getBlockedTime();
	}

	/**
	 * Waits until it has gone on for so long.
	 */
	public void awaitLookupsFor(Duration duration) {
		long enough = this.lookups + duration.dividedBy(PACE);
		Patience.await().pollInterval(PACE).atMost(Patience.LIMIT.plus(duration)).until(() -> this.lookups >= enough);
	}

	/**
	 * Fails unless every lookup so far has found that many at once.
	 * @param atLeast how many instances there have been all the time
	 */
	public void assertUnharmed(int atLeast) {
		assertThat(this.failures).isEmpty();
		assertThat(this.lookups).isPositive();
		assertThat(this.fewest).as("fewest instances found").isGreaterThanOrEqualTo(atLeast);
		if (!this.mayWait) {
			assertThat(Duration.ofMillis(this.slowest)).as("longest wait of a lookup").isLessThan(LONGEST);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
