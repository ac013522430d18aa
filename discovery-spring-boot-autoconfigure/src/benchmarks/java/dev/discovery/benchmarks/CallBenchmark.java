package dev.discovery.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a whole call costs, answered by nobody but this JVM's memory. Over sockets:
 * {@link SocketCalls}.
 */
public class CallBenchmark extends InNanoseconds {

	/** Who finds the way. */
	@Param({ "plain", "idle-interceptor", "ours", "spring-cloud" })
	public String client;

	private Caller caller;

	/** Starts what is measured. */
	@Setup
	public void start() {
		this.caller = Caller.of(this.client, new MemoryTransport(), "");
	}

	/** Stops it. */
	@TearDown
	public void stop() {
		this.caller.close();
	}

	/** A call by RestClient. */
	@Benchmark
	public String restClient() {
		return this.caller.restClient();
	}

	/** A call by RestTemplate. */
	@Benchmark
	public String restTemplate() {
		return this.caller.restTemplate();
	}

}
