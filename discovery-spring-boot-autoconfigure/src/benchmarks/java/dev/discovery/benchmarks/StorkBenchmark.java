package dev.discovery.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.testkit.ConsulAgent;
import io.smallrye.stork.Stork;
import io.smallrye.stork.api.Service;
import io.smallrye.stork.api.ServiceDefinition;
import io.smallrye.stork.api.ServiceInstance;
import io.smallrye.stork.api.config.ConfigWithType;
import io.smallrye.stork.servicediscovery.consul.ConsulConfiguration;
import io.smallrye.stork.servicediscovery.staticlist.StaticConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What SmallRye Stork's choice costs, round robin. Needs {@code consul} on the PATH.
 */
public class StorkBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	/** Where they come from. */
	@Param({ "static", "consul" })
	public String discovery;

	private ConsulAgent agent;

	private Service service;

	/** Starts the registry. */
	@Setup
	public void start() {
		Stork.initialize();
		this.service = Stork.getInstance()
			.defineIfAbsent("orders", ServiceDefinition.of(configuration()))
			.getService("orders");
		if (select() == null) {
			throw new IllegalStateException("Nobody to choose from");
		}
	}

	private ConfigWithType configuration() {
		if (this.discovery.equals("static")) {
			return new StaticConfiguration().withAddressList(IntStream.range(0, this.instances)
				.mapToObj((i) -> "localhost:" + (i + 1))
				.collect(Collectors.joining(",")));
		}
		this.agent = ConsulAgent.dev();
		this.agent.start();
		for (int i = 0; i < this.instances; i++) {
			this.agent.api()
				.registerInCatalog("{\"Node\":\"node-%d\",\"Address\":\"127.0.0.1\",\"Service\":{\"ID\":\"orders-%d\","
					.formatted(i, i)
						+ "\"Service\":\"orders\",\"Address\":\"127.0.0.1\",\"Port\":%d}}".formatted(i + 1));
		}
		return new ConsulConfiguration().withConsulHost(this.agent.url().getHost())
			.withConsulPort(Integer.toString(this.agent.port()))
			.withUseHealthChecks("false");
	}

	/** Stops it. */
	@TearDown
	public void stop() {
		Stork.shutdown();
		if (this.agent != null) {
			this.agent.close();
		}
	}

	/** A choice. */
	@Benchmark
	public ServiceInstance select() {
		return this.service.selectInstance().await().indefinitely();
	}

}
