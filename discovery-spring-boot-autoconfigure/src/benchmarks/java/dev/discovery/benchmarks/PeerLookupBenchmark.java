package dev.discovery.benchmarks;

import java.util.List;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What {@code DiscoveryClient.getInstances} costs with others.
 */
public class PeerLookupBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** Spring Cloud's composite over its simple client, or Eureka's after a fetch. */
	@Param({ "composite", "eureka" })
	public String peer;

	private ConfigurableApplicationContext context;

	private NetflixFixture netflix;

	private DiscoveryClient client;

	/** Fills it. */
	@Setup
	public void start() throws ReflectiveOperationException {
		if (this.peer.equals("eureka")) {
			this.netflix = new NetflixFixture(this.instances);
			this.client = this.netflix.discoveryClient();
		}
		else {
			this.context = Application.springCloud(this.instances, "", new MemoryTransport());
			this.client = this.context.getBean(CompositeDiscoveryClient.class);
		}
		if (this.client.getInstances("orders").size() != this.instances) {
			throw new IllegalStateException("Not the instances that were meant");
		}
	}

	/** Stops it. */
	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
		else {
			this.netflix.close();
		}
	}

	/** A lookup. */
	@Benchmark
	public List<ServiceInstance> getInstances() {
		return this.client.getInstances("orders");
	}

}
