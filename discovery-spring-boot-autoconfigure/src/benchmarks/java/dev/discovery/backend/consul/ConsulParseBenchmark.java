package dev.discovery.backend.consul;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.ParsedReply;
import dev.discovery.benchmarks.InNanoseconds;
import dev.discovery.benchmarks.TokenScan;
import dev.discovery.model.Instance;
import dev.discovery.time.ThreadScheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Consul's answer, from bytes to instances, beside a bare look at its tokens.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConsulParseBenchmark extends InNanoseconds {

	private static final String ENTRY = """
			{"Node":{"ID":"40e4a748-2192-161a-0510-9bf59fe950b5","Node":"node-%1$d","Address":"10.1.10.12",\
			"Datacenter":"dc1","TaggedAddresses":{"lan":"10.1.10.12","wan":"10.1.10.12"},\
			"Meta":{"instance_type":"t2.medium"}},\
			"Service":{"ID":"orders-%1$d","Service":"orders","Tags":["primary"],"Address":"10.1.%2$d.%3$d",\
			"TaggedAddresses":{"lan":{"address":"10.1.10.12","port":8000},"wan":{"address":"198.18.1.2","port":80}},\
			"Meta":{"version":"1.4.2","zone":"eu-west-1a","team":"fulfilment","protocol":"http/1.1"},"Port":8080,\
			"Weights":{"Passing":1,"Warning":1},"EnableTagOverride":false,"CreateIndex":12,"ModifyIndex":12,\
			"Namespace":"default"},\
			"Checks":[{"Node":"node-%1$d","CheckID":"service:orders-%1$d","Name":"Service check","Status":"passing",\
			"Notes":"","Output":"HTTP GET http://10.1.10.12:8080/actuator/health: 200 OK","ServiceID":"orders-%1$d",\
			"ServiceName":"orders","ServiceTags":["primary"],"Namespace":"default"},\
			{"Node":"node-%1$d","CheckID":"serfHealth","Name":"Serf Health Status","Status":"passing","Notes":"",\
			"Output":"","ServiceID":"","ServiceName":"","ServiceTags":[],"Namespace":"default"}]}""";

	/** How many instances there are. */
	@Param({ "10", "1000", "10000" })
	public int instances;

	private byte[] json;

	private ConsulDialect dialect;

	/** Writes the answer. */
	@Setup
	public void write() {
		this.json = IntStream.range(0, this.instances)
			.mapToObj((i) -> ENTRY.formatted(i, i >> 8, i & 0xFF))
			.collect(Collectors.joining(",", "[", "]"))
			.getBytes(StandardCharsets.UTF_8);
		this.dialect = new ConsulDialect(BackendRuntime.of("benchmark", new ThreadScheduler("benchmark")),
				ConsulReading.DEFAULT);
		if (parse().size() != this.instances) {
			throw new IllegalStateException("Not the instances that were meant");
		}
	}

	/** What any reader of JSON has to do. */
	@Benchmark
	public int scan() {
		return TokenScan.count(this.json);
	}

	/** From bytes to instances. */
	@Benchmark
	public List<Instance> parse() {
		return this.dialect.instances("orders", ParsedReply.of(this.json).jsonElements(HealthEntry.class));
	}

}
