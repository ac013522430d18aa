package dev.discovery.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.MicrometerDiscoveryObserver;
import dev.discovery.time.WallClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

import org.springframework.cloud.client.ServiceInstance;

/**
 * What {@code DiscoveryClient.getInstances} costs on a warm service.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LookupBenchmark {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** Whether lookups are measured. */
	@Param({ "false", "true" })
	public boolean metrics;

	private SnapshotDiscoveryClient client;

	/** Fills the directory. */
	@Setup
	public void fill() {
		DiscoveryObserver observer = this.metrics ? DiscoveryObserver.guarded(
				new MicrometerDiscoveryObserver(new SimpleMeterRegistry(), WallClock.system(), "benchmark"))
				: DiscoveryObserver.NONE;
		this.client = new SnapshotDiscoveryClient(Fixture.directory("orders", this.instances, observer));
	}

	/** A lookup. */
	@Benchmark
	public List<ServiceInstance> getInstances() {
		return this.client.getInstances("orders");
	}

}
