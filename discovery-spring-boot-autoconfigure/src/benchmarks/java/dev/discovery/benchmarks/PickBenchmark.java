package dev.discovery.benchmarks;

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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What a pick costs on a warm service.
 */
public class PickBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** How one is chosen. */
	@Param({ "least-request", "round-robin", "random", "weighted", "peak-ewma", "consistent-hash", "bounded-hash" })
	public String policy;

	private final PickContext context = PickContext.of(new KeyedRequest("5f3b6c1e-8a0d-4f57-9d0e-2b1c7a9e4d33"));

	private Balancer balancer;

	/** Fills the directory. */
	@Setup
	public void fill() {
		Policy chosen = policy();
		this.balancer = new Balancer(Fixture.directory("orders", this.instances),
				(serviceId) -> BalancingSettings.of(chosen), new BalancingRuntime(Ticker.system(),
						new ThreadScheduler("benchmark"), Randomness.threadLocal(), BalancingObserver.NONE));
		// some are busy, so that least-request looks at two
		this.balancer.pool("orders")
			.candidates()
			.stream()
			.limit(this.instances / 2)
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

	/** A pick. */
	@Benchmark
	public Candidate pick() {
		return this.balancer.pick("orders", this.context);
	}

	/**
	 * A pick and what keeps its stats; of calls as frequent as these hardly any looks at
	 * the clock.
	 */
	@Benchmark
	public Candidate pickAndTrack() {
		Candidate candidate = this.balancer.pick("orders", this.context);
		candidate.stats().end(candidate.stats().begin(), Outcome.SUCCESS);
		return candidate;
	}

}
