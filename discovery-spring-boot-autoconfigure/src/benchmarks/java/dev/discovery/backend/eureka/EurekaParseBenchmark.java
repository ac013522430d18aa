package dev.discovery.backend.eureka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.eureka.RegistryCopy.Entry;
import dev.discovery.backend.http.ParsedReply;
import dev.discovery.benchmarks.InNanoseconds;
import dev.discovery.benchmarks.TokenScan;
import dev.discovery.time.ThreadScheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Eureka's answer, from bytes to instances, beside a bare look at its tokens.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EurekaParseBenchmark extends InNanoseconds {

	private static final String ENTRY = """
			{"instanceId":"orders-%1$d","hostName":"10.1.%2$d.%3$d","app":"ORDERS","ipAddr":"10.1.%2$d.%3$d","status":"UP",\
			"overriddenStatus":"UNKNOWN","port":{"$":8080,"@enabled":"true"},"securePort":{"$":8080,"@enabled":"false"},\
			"countryId":1,"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo",\
			"name":"MyOwn"},"leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,\
			"registrationTimestamp":1764000000000,"lastRenewalTimestamp":1764000000000,"evictionTimestamp":0,\
			"serviceUpTimestamp":1764000000000},"metadata":{"version":"1.4.2","zone":"eu-west-1a","team":"fulfilment",\
			"protocol":"http/1.1"},"homePageUrl":"http://10.1.%2$d.%3$d:8080/",\
			"statusPageUrl":"http://10.1.%2$d.%3$d:8080/actuator/info",\
			"healthCheckUrl":"http://10.1.%2$d.%3$d:8080/actuator/health","vipAddress":"orders",\
			"secureVipAddress":"orders","isCoordinatingDiscoveryServer":"false","lastUpdatedTimestamp":"1764000000000",\
			"lastDirtyTimestamp":"1764000000000","actionType":"ADDED"}""";

	/** How many instances there are. */
	@Param({ "10", "1000", "10000" })
	public int instances;

	private byte[] json;

	private ReplyEntries entries;

	/** Writes the answer. */
	@Setup
	public void write() {
		this.json = IntStream.range(0, this.instances)
			.mapToObj((i) -> ENTRY.formatted(i, i >> 8, i & 0xFF))
			.collect(Collectors.joining(",",
					"{\"applications\":{\"versions__delta\":\"1\",\"apps__hashcode\":\"UP_" + this.instances
							+ "_\",\"application\":[{\"name\":\"ORDERS\",\"instance\":[",
					"]}]}}"))
			.getBytes(StandardCharsets.UTF_8);
		this.entries = new ReplyEntries(BackendRuntime.of("benchmark", new ThreadScheduler("benchmark")));
		if (parse().stream().filter((entry) -> entry.instance() != null).count() != this.instances) {
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
	public List<Entry> parse() {
		return this.entries.of(ParsedReply.of(this.json).json(ApplicationsReply.class));
	}

}
