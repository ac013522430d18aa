package dev.discovery.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What Spring Cloud LoadBalancer's choice costs, with its default cache.
 */
public class PeerPickBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** Who is preferred. */
	@Param({ "default", "zone-preference" })
	public String configuration;

	private ConfigurableApplicationContext context;

	private LoadBalancerClient client;

	/** Starts an application. */
	@Setup
	public void start() {
		this.context = Application.springCloud(this.instances, "", new MemoryTransport(),
				"spring.cloud.loadbalancer.configurations=" + this.configuration,
				"spring.cloud.loadbalancer.zone=zone-1");
		this.client = this.context.getBean(LoadBalancerClient.class);
	}

	/** Stops it. */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/** A choice. */
	@Benchmark
	public ServiceInstance choose() {
		return this.client.choose("orders");
	}

}
