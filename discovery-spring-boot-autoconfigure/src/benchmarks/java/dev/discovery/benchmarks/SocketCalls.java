package dev.discovery.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.springframework.http.client.SimpleClientHttpRequestFactory;

/**
 * What a whole call over the loopback costs each kind of client. They call in turn, some
 * calls each, since a network's noise is larger than what is looked for; the thread's
 * processor time has no waiting in it.
 */
public final class SocketCalls {

	private static final String[] CLIENTS = { "plain", "idle-interceptor", "ours", "spring-cloud" };

	private static final int CALLS = 100;

	private static final int WARMUP = 100;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private SocketCalls() {
	}

	/**
	 * Prints the figures.
	 * @param arguments how many rounds are counted, of a hundred calls each
	 */
	public static void main(String[] arguments) throws Exception {
		int rounds = Integer.parseInt(arguments[0]);
		try (LocalServer server = new LocalServer()) {
			List<Way> ways = new ArrayList<>();
			for (String client : CLIENTS) {
				Caller caller = Caller.of(client, new SimpleClientHttpRequestFactory(), server.authority());
				ways.add(new Way("RestClient " + client, caller::restClient, rounds));
				ways.add(new Way("RestTemplate " + client, caller::restTemplate, rounds));
			}
			List<Way> inTurn = new ArrayList<>(ways);
			Random random = new Random(42);
			for (int round = -WARMUP; round < rounds; round++) {
				Collections.shuffle(inTurn, random);
				for (Way way : inTurn) {
					way.call(round);
				}
			}
			System.out.printf("%-30s %10s %10s%n", rounds + " rounds of " + CALLS, "a call", "processor");
			ways.forEach(Way::print);
		}
		System.exit(0);
	}

	/**
	 * One of those that are compared.
	 */
	private static final class Way {

		private final String name;

		private final Runnable call;

		private final double[] median;

		private final double[] processor;

		Way(String name, Runnable call, int rounds) {
			this.name = name;
			this.call = call;
			this.median = new double[rounds];
			this.processor = new double[rounds];
		}

		void call(int round) {
			double[] took = new double[CALLS];
			long before = threads.getCurrentThreadCpuTime();
			for (int i = 0; i < CALLS; i++) {
				long begin = System.nanoTime();
				this.call.run();
				took[i] = (System.nanoTime() - begin) / 1e3;
			}
			if (round >= 0) {
				this.processor[round] = (threads.getCurrentThreadCpuTime() - before) / 1e3 / CALLS;
				this.median[round] = middle(took);
			}
		}

		void print() {
			System.out.printf("%-30s %7.1f µs %7.1f µs%n", this.name, middle(this.median), middle(this.processor));
		}

		private static double middle(double[] values) {
			double[] sorted = values.clone();
			Arrays.sort(sorted);
			return sorted[sorted.length / 2];
		}

	}

}
