package dev.discovery.backend.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.JsonElement;
import dev.discovery.backend.http.ParsedReply;
import dev.discovery.backend.kubernetes.KubernetesApi.ListReply;
import dev.discovery.benchmarks.InNanoseconds;
import dev.discovery.benchmarks.TokenScan;
import dev.discovery.model.Instance;
import dev.discovery.time.ThreadScheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A list of endpoint slices of one service, from bytes to instances, beside a bare look
 * at its tokens.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KubernetesParseBenchmark extends InNanoseconds {

	/** As many as the control plane puts into one. */
	private static final int PER_SLICE = 100;

	private static final String ENDPOINT = """
			{"addresses":["10.1.%2$d.%3$d"],"conditions":{"ready":true,"serving":true,"terminating":false},\
			"nodeName":"node-%3$d","zone":"eu-west-1a","targetRef":{"kind":"Pod","namespace":"shop",\
			"name":"orders-%1$d","uid":"40e4a748-2192-161a-0510-%1$012d"}}""";

	private static final String BEFORE = """
			{"metadata":{"name":"orders-%d","generateName":"orders-","namespace":"shop",\
			"uid":"10e4a748-2192-161a-0510-9bf59fe950b5","resourceVersion":"4711","generation":3,\
			"creationTimestamp":"2026-01-01T00:00:00Z","labels":{"kubernetes.io/service-name":"orders",\
			"endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io"}},"addressType":"IPv4","endpoints":[""";

	private static final String AFTER = """
			],"ports":[{"name":"http","protocol":"TCP","port":8080}]}""";

	/** How many instances there are. */
	@Param({ "100", "1000", "10000" })
	public int instances;

	private byte[] json;

	private SliceDialect dialect;

	/** Writes the answer. */
	@Setup
	public void write() {
		this.json = IntStream.range(0, this.instances / PER_SLICE)
			.mapToObj(KubernetesParseBenchmark::slice)
			.collect(Collectors.joining(",",
					"{\"kind\":\"EndpointSliceList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[", "]}"))
			.getBytes(StandardCharsets.UTF_8);
		this.dialect = new SliceDialect(BackendRuntime.of("benchmark", new ThreadScheduler("benchmark")),
				TestSettings.of("shop").build());
		if (parse().size() != this.instances) {
			throw new IllegalStateException("Not the instances that were meant");
		}
	}

	private static String slice(int number) {
		return IntStream.range(number * PER_SLICE, (number + 1) * PER_SLICE)
			.mapToObj((i) -> ENDPOINT.formatted(i, i >> 8, i & 0xFF))
			.collect(Collectors.joining(",", BEFORE.formatted(number), AFTER));
	}

	/** What any reader of JSON has to do. */
	@Benchmark
	public int scan() {
		return TokenScan.count(this.json);
	}

	/** From bytes to instances. */
	@Benchmark
	public List<Instance> parse() {
		ListReply<EndpointSlice> reply = ParsedReply.of(this.json).json(ListReply.class, EndpointSlice.class);
		List<EndpointSlice> slices = reply.items()
			.stream()
			.map(JsonElement::value)
			.map(Objects::requireNonNull)
			.toList();
		return this.dialect.instances(new ServiceName("orders", "shop"), slices, Map.of());
	}

}
