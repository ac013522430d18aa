package dev.discovery.benchmarks;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.EventLog;
import dev.discovery.observe.MicrometerDiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One of many instances changes: from the parsed answer to the pool that calls see. What
 * the polling loop does to an answer is done here: the instances are sorted and compared
 * with the last snapshot's, and what is new is made of shared parts.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChangeBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "1000", "10000" })
	public int instances;

	/** Whether there are a meter registry and an event log. */
	@Param({ "false", "true" })
	public boolean meters;

	private final ScriptedBackend backend = new ScriptedBackend();

	private Balancer balancer;

	private List<List<Instance>> answers;

	private ServiceSnapshot known;

	private int turn;

	/** Fills the directory. */
	@Setup
	public void fill() {
		ThreadScheduler scheduler = new ThreadScheduler("benchmark");
		DiscoveryObserver observer = DiscoveryObserver
			.guarded(
					this.meters
							? DiscoveryObserver
								.all(List.of(
										new MicrometerDiscoveryObserver(new SimpleMeterRegistry(),
												InstantSource.system(), "scripted"),
										new EventLog(1_000, InstantSource.system(), Ticker.system())))
							: DiscoveryObserver.NONE);
		ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, Ticker.system(),
				scheduler, observer);
		directory.prewarm(List.of("orders"));
		this.balancer = new Balancer(directory, (serviceId) -> BalancingSettings.of(Policies.leastRequest()),
				new BalancingRuntime(Ticker.system(), scheduler, Randomness.threadLocal(), observer));
		this.answers = List.of(Population.of("orders", this.instances, -1),
				Population.of("orders", this.instances, this.instances / 2));
		this.known = ServiceSnapshot.sharing(null, ServiceSnapshot.of("orders", this.answers.get(1)));
		this.backend.answer(this.known);
		this.balancer.pool("orders");
	}

	/** The change. */
	@Benchmark
	public Pool change() {
		ServiceSnapshot next = ServiceSnapshot.sharing(this.known,
				ServiceSnapshot.of("orders", this.answers.get(this.turn++ & 1)));
		if (next == this.known) {
			throw new IllegalStateException("Nothing has changed");
		}
		this.known = next;
		Pool before = this.balancer.known("orders");
		this.backend.answer(next);
		Pool pool = this.balancer.known("orders");
		// now and then the balancer's own round is at it, which then goes on with this
		while (pool == null || pool.snapshot() == before.snapshot()) {
			Thread.onSpinWait();
			pool = this.balancer.known("orders");
		}
		return pool;
	}

}
