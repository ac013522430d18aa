package dev.discovery.backend.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.JsonElement;
import dev.discovery.backend.http.ParsedReply;
import dev.discovery.backend.kubernetes.Content.Table;
import dev.discovery.backend.kubernetes.KubernetesApi.ListReply;
import dev.discovery.benchmarks.InNanoseconds;
import dev.discovery.benchmarks.TokenScan;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.ThreadScheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A list of endpoint slices of one service, from bytes to instances, beside a bare look
 * at its tokens; and an event after it.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KubernetesParseBenchmark extends InNanoseconds {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

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

	private final List<EndpointSlice> versions = new ArrayList<>();

	private SliceContent content;

	private ServiceSnapshot known;

	private int turn;

	/** Writes the answer. */
	@Setup
	public void write() {
		this.json = list(IntStream.range(0, this.instances / PER_SLICE)
			.mapToObj(KubernetesParseBenchmark::slice)
			.collect(Collectors.joining(",")));
		BackendRuntime runtime = BackendRuntime.of("benchmark", new ThreadScheduler("benchmark"));
		KubernetesSettings settings = TestSettings.of("shop").build();
		this.dialect = new SliceDialect(runtime, settings);
		this.content = new SliceContent(runtime, settings, "shop");
		slices().replaceAll(read(this.json));
		this.known = ServiceSnapshot.of("orders", this.content.instances(ORDERS));
		String changing = slice(0);
		List.of(changing, changing.replaceFirst("\"ready\":true", "\"ready\":false"))
			.forEach((version) -> this.versions.addAll(read(list(version))));
		if (parse().size() != this.instances || this.known.instances().size() != this.instances) {
			throw new IllegalStateException("Not the instances that were meant");
		}
	}

	private static byte[] list(String slices) {
		return ("{\"kind\":\"EndpointSliceList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + slices + "]}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static List<EndpointSlice> read(byte[] json) {
		ListReply<EndpointSlice> reply = ParsedReply.of(json).json(ListReply.class, EndpointSlice.class);
		return reply.items().stream().map(JsonElement::value).map(Objects::requireNonNull).toList();
	}

	@SuppressWarnings("unchecked")
	private Table<EndpointSlice> slices() {
		return (Table<EndpointSlice>) this.content.tables().get(0);
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
		return this.dialect.instances(ORDERS, read(this.json).stream().map(ListedSlice::new).toList(), Map.of());
	}

	/** An endpoint of one slice has changed: from the event, read, to the snapshot. */
	@Benchmark
	public ServiceSnapshot event() {
		slices().put(this.versions.get(++this.turn & 1));
		ServiceSnapshot next = ServiceSnapshot.keeping(this.known,
				ServiceSnapshot.of("orders", this.content.instances(ORDERS)));
		if (next == this.known) {
			throw new IllegalStateException("Nothing has changed");
		}
		this.known = next;
		return next;
	}

}
