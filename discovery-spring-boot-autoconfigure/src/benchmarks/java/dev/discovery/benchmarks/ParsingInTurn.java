package dev.discovery.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

import dev.discovery.backend.consul.ConsulParseBenchmark;
import dev.discovery.backend.eureka.EurekaParseBenchmark;
import dev.discovery.backend.kubernetes.KubernetesParseBenchmark;

/**
 * How many times as long it takes to read an answer as to look at its tokens, in
 * processor time of one thread that does some of both in turn: on a machine that others
 * use too, one is slowed down as much as the other.
 */
public final class ParsingInTurn {

	private static final int INSTANCES = 1_000;

	private static final int WARMUP = 2_000;

	private static final int AT_ONCE = 40;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	/** Keeps the results from being left out. */
	private static volatile Object result = "";

	private ParsingInTurn() {
	}

	/**
	 * Prints the figures.
	 * @param arguments how many rounds are counted, of forty answers each
	 */
	public static void main(String[] arguments) {
		int rounds = Integer.parseInt(arguments[0]);
		System.out.printf("%-18s %12s %12s %8s%n", INSTANCES + " instances", "scan", "parse", "ratio");
		ConsulParseBenchmark consul = new ConsulParseBenchmark();
		consul.instances = INSTANCES;
		consul.write();
		print("Consul", rounds, consul::scan, consul::parse);
		EurekaParseBenchmark eureka = new EurekaParseBenchmark();
		eureka.instances = INSTANCES;
		eureka.write();
		print("Eureka", rounds, eureka::scan, eureka::parse);
		KubernetesParseBenchmark kubernetes = new KubernetesParseBenchmark();
		kubernetes.instances = INSTANCES;
		kubernetes.write();
		print("endpoint slices", rounds, kubernetes::scan, kubernetes::parse);
		System.exit(0);
	}

	private static void print(String name, int rounds, Reading scan, Reading parse) {
		for (int i = 0; i < WARMUP / AT_ONCE; i++) {
			time(scan);
			time(parse);
		}
		double[] scans = new double[rounds];
		double[] parses = new double[rounds];
		double[] ratios = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			scans[i] = time(scan);
			parses[i] = time(parse);
			ratios[i] = parses[i] / scans[i];
		}
		System.out.printf("%-18s %9.0f us %9.0f us %8.2f%n", name, median(scans), median(parses), median(ratios));
	}

	/** In microseconds of processor time, on average. */
	private static double time(Reading reading) {
		long begin = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < AT_ONCE; i++) {
			result = reading.read();
		}
		return (threads.getCurrentThreadCpuTime() - begin) / 1e3 / AT_ONCE;
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	/**
	 * Reads an answer.
	 */
	@FunctionalInterface
	private interface Reading {

		Object read();

	}

}
