package dev.discovery.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Two ways of seeing a change, measured in turn: change after change is seen by one and
 * then by the other.
 */
final class Interleaved {

	private static final int WARMUP = 20;

	private static final long PAUSE = Duration.ofMillis(60).toNanos();

	private Interleaved() {
	}

	/**
	 * Prints the figures of both.
	 * @param changes how many are counted
	 * @param bareName what the first is called
	 */
	static void run(int changes, String bareName, Way bare, Way ours) throws Exception {
		double[] bareTimes = new double[changes];
		double[] ourTimes = new double[changes];
		for (int i = -WARMUP; i < changes; i++) {
			double first = bare.see(i);
			double second = ours.see(i);
			if (i >= 0) {
				bareTimes[i] = first;
				ourTimes[i] = second;
			}
		}
		report(bareName, bareTimes, ourTimes);
	}

	/**
	 * How long it takes until a change is seen, from the moment before it is sent, in
	 * milliseconds.
	 */
	static double time(Runnable change, BooleanSupplier seen) {
		LockSupport.parkNanos(PAUSE);
		long begin = System.nanoTime();
		CompletableFuture<Void> sent = CompletableFuture.runAsync(change);
		while (!seen.getAsBoolean()) {
			LockSupport.parkNanos(20_000);
		}
		double took = (System.nanoTime() - begin) / 1e6;
		sent.join();
		return took;
	}

	private static void report(String bareName, double[] bare, double[] ours) {
		Arrays.sort(bare);
		Arrays.sort(ours);
		System.out.printf("%d changes           median      p90      max%n", bare.length);
		for (double[] times : new double[][] { bare, ours }) {
			System.out.printf("%-20s %6.2f   %6.2f   %6.2f ms%n", (times == bare) ? bareName : "getInstances",
					at(times, 0.5), at(times, 0.9), at(times, 1));
		}
		System.out.printf("ratio of medians     %6.2f, difference %.2f ms%n", at(ours, 0.5) / at(bare, 0.5),
				at(ours, 0.5) - at(bare, 0.5));
	}

	private static double at(double[] sorted, double quantile) {
		return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
	}

	/**
	 * Makes a change and waits until it is seen.
	 */
	@FunctionalInterface
	interface Way {

		/**
		 * Does it.
		 * @param number the number of the change
		 * @return how long it took, in milliseconds
		 */
		double see(int number) throws Exception;

	}

}
