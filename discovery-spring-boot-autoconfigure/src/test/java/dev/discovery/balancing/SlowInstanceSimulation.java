package dev.discovery.balancing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicyFixture;
import dev.discovery.fitness.FailureListener;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.Pulse;
import dev.discovery.model.Instance;

/**
 * Ten instances of which one takes ten times as long, called by several clients that know
 * nothing of each other. Seeded, in virtual time; without ejection and without retries,
 * so that it shows the policy alone.
 */
final class SlowInstanceSimulation {

	private static final int INSTANCES = 10;

	private static final int WORKERS = 16;

	private static final double MILLI = 1e6;

	private static final double FAST = 10 * MILLI;

	private static final double SLOW = 100 * MILLI;

	private static final long TIMEOUT = 1_000_000_000L;

	private static final long WARMUP = 5_000_000_000L;

	private static final long END = 20_000_000_000L;

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private final Server[] servers = IntStream.range(0, INSTANCES)
		.mapToObj((i) -> new Server((i == 0) ? SLOW : FAST))
		.toArray(Server[]::new);

	private final Pulse pulse = new Pulse(() -> this.now);

	private final Random random;

	private final double pause;

	private long now;

	private long numbers;

	private long[] times = new long[1 << 20];

	private int count;

	private int timeouts;

	private int toTheSlowOne;

	private SlowInstanceSimulation(int clients, int callsPerSecond, long seed) {
		this.random = new Random(seed);
		this.pause = 1e9 * clients / callsPerSecond;
	}

	/**
	 * Runs one.
	 * @param policy how instances are chosen
	 * @param clients how many clients there are
	 * @param callsPerSecond the calls of all of them
	 * @param seed for what is left to chance
	 * @return what callers saw
	 */
	static Result run(Policy policy, int clients, int callsPerSecond, long seed) {
		SlowInstanceSimulation simulation = new SlowInstanceSimulation(clients, callsPerSecond, seed);
		for (int i = 0; i < clients; i++) {
			Candidate[] candidates = IntStream.range(0, INSTANCES)
				.mapToObj((port) -> new Candidate(Instance.builder("orders", "10.0.0.1", port + 1).build(),
						new InstanceStats(() -> simulation.now, simulation.pulse, FailureListener.NONE)))
				.toArray(Candidate[]::new);
			simulation.callLater(policy.over(candidates, PolicyFixture.rotation(seed + i)));
		}
		return simulation.run();
	}

	private Result run() {
		while (this.now < END) {
			Event event = this.events.remove();
			this.now = event.at();
			this.pulse.beat();
			event.action().run();
		}
		long[] sorted = Arrays.copyOf(this.times, this.count);
		Arrays.sort(sorted);
		return new Result(sorted[this.count / 2] / MILLI, sorted[(int) (this.count * 0.99)] / MILLI,
				100.0 * this.timeouts / this.count, 100.0 * this.toTheSlowOne / this.count);
	}

	private void at(double delay, Runnable action) {
		this.events.add(new Event(this.now + (long) delay, this.numbers++, action));
	}

	private void callLater(Picker picker) {
		at(exponential(this.pause), () -> {
			callLater(picker);
			Candidate picked = picker.pick(PolicyFixture.with("header", "user-" + this.random.nextInt(10_000)));
			new Call(picked).begin();
		});
	}

	private double exponential(double mean) {
		return -mean * Math.log(1 - this.random.nextDouble());
	}

	/**
	 * What callers saw.
	 *
	 * @param p50 the median in milliseconds
	 * @param p99 what one of a hundred calls exceeds, in milliseconds
	 * @param timeouts percent of the calls
	 * @param slow percent of the calls that went to the slow instance
	 */
	record Result(double p50, double p99, double timeouts, double slow) {
	}

	private record Event(long at, long number, Runnable action) {
	}

	/** An instance with so many threads, and a queue before them. */
	private final class Server {

		private final Deque<Call> queue = new ArrayDeque<>();

		private final double mean;

		private int busy;

		Server(double mean) {
			this.mean = mean;
		}

		void accept(Call call) {
			if (this.busy < WORKERS) {
				this.busy++;
				at(exponential(this.mean), () -> finish(call));
			}
			else {
				this.queue.add(call);
			}
		}

		private void finish(Call call) {
			call.end(Outcome.SUCCESS);
			this.busy--;
			Call next = this.queue.poll();
			if (next != null) {
				accept(next);
			}
		}

	}

	private final class Call {

		private final Candidate candidate;

		private final int server;

		private long stamp;

		private boolean ended;

		Call(Candidate candidate) {
			this.candidate = candidate;
			this.server = candidate.instance().getPort() - 1;
		}

		void begin() {
			this.stamp = this.candidate.stats().begin();
			at(TIMEOUT, () -> end(Outcome.TIMEOUT));
			SlowInstanceSimulation.this.servers[this.server].accept(this);
		}

		void end(Outcome outcome) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.candidate.stats().end(this.stamp, outcome);
			if (this.stamp >= WARMUP) {
				record(SlowInstanceSimulation.this.now - this.stamp, outcome);
			}
		}

		private void record(long took, Outcome outcome) {
			SlowInstanceSimulation.this.times[SlowInstanceSimulation.this.count++] = took;
			SlowInstanceSimulation.this.timeouts += (outcome == Outcome.TIMEOUT) ? 1 : 0;
			SlowInstanceSimulation.this.toTheSlowOne += (this.server == 0) ? 1 : 0;
		}

	}

}
