package dev.discovery.benchmarks;

import java.util.List;

import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.MicrometerDiscoveryObserver;
import dev.discovery.time.WallClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

import org.springframework.cloud.client.ServiceInstance;

/**
 * What {@code DiscoveryClient.getInstances} costs on a warm service.
 */
public class LookupBenchmark extends InNanoseconds {

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
		DiscoveryObserver observer = this.metrics
				? DiscoveryObserver.guarded(
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
