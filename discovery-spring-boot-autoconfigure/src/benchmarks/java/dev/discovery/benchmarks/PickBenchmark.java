package dev.discovery.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicySettings;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.PeakEwmaSettings;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a pick costs on a warm service.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBenchmark {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** How one is chosen. */
	@Param({ "least-request", "round-robin", "random", "weighted", "peak-ewma", "consistent-hash", "bounded-hash" })
	public String policy;

	private final AtomicInteger counter = new AtomicInteger();

	private final PickContext context = PickContext.of(new KeyedRequest("5f3b6c1e-8a0d-4f57-9d0e-2b1c7a9e4d33"));

	private volatile Candidate[] floor = {};

	private Balancer balancer;

	/** Fills the directory. */
	@Setup
	public void fill() {
		Policy chosen = policy();
		this.balancer = new Balancer(Fixture.directory("orders", this.instances),
				(serviceId) -> BalancingSettings.of(chosen), new BalancingRuntime(Ticker.system(),
						new ThreadScheduler("benchmark"), Randomness.threadLocal(), BalancingObserver.NONE));
		this.floor = this.balancer.pool("orders").candidates().toArray(Candidate[]::new);
		// some are busy, so that least-request looks at two
		this.balancer.pool("orders").candidates().stream().limit(this.instances / 2)
			.forEach((candidate) -> candidate.stats().begin());
	}

	private Policy policy() {
		boolean bounded = this.policy.equals("bounded-hash");
		String name = bounded ? Policies.CONSISTENT_HASH : this.policy;
		PolicySettings settings = new PolicySettings(new HashKey("X-User", null, null, null), bounded ? 1.25 : 0,
				PeakEwmaSettings.DEFAULT);
		return Policies.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow()
			.with(settings);
	}

	/** The floor: a volatile read of an array and an atomic increment. */
	@Benchmark
	public Candidate floor() {
		Candidate[] candidates = this.floor;
		return candidates[Integer.remainderUnsigned(this.counter.getAndIncrement(), candidates.length)];
	}

	/** A pick. */
	@Benchmark
	public Candidate pick() {
		return this.balancer.pick("orders", this.context);
	}

	/** A pick and what keeps its stats: two clock reads included. */
	@Benchmark
	public Candidate pickAndTrack() {
		Candidate candidate = this.balancer.pick("orders", this.context);
		candidate.stats().end(candidate.stats().begin(), Outcome.SUCCESS);
		return candidate;
	}

}
