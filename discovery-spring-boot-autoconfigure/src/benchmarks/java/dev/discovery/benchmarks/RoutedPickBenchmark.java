package dev.discovery.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.locality.Place;
import dev.discovery.balancing.locality.Placement;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a least-request pick costs over 100 instances, by the way that its request goes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutedPickBenchmark {

	private static final int INSTANCES = 100;

	private final PickContext plain = PickContext.of(new Versioned("/b", null));

	private final PickContext versioned = PickContext.of(new Versioned("/a/b", "2"));

	private final PickContext canary = PickContext.of(new Versioned("/canary", null));

	private Balancer unrouted;

	private Balancer routed;

	private Balancer zoned;

	/** Fills the directory. */
	@Setup
	public void fill() {
		BalancingSettings settings = BalancingSettings.of(Policies.leastRequest());
		this.unrouted = balancer(settings);
		this.routed = balancer(settings);
		// half of the own zone has no capacity left, so 30 % of the calls go to the
		// region
		this.zoned = balancer(settings
			.with(new Placement(new Nearness(new Place(Locality.of("eu", "eu-0"), null), Map.of()), new Capacity(1))));
		ServiceRoutes routes = ServiceRoutes.over(Subset.named("one"), Subset.named("other"))
			.route(Route.when(RequestMatch.ANY.path("/a").header(HeaderMatch.exact("X-Version", "2"))).to("one"))
			.route(Route.when(RequestMatch.ANY.path("/canary")).to(Map.of("one", 90, "other", 10)));
		this.routed.route((serviceId) -> routes);
		this.zoned.route((serviceId) -> routes);
	}

	private static Balancer balancer(BalancingSettings settings) {
		Stream<Instance> instances = IntStream.range(0, INSTANCES)
			.mapToObj((i) -> Instance.builder("orders", "localhost", i + 1)
				.locality(Locality.of("eu", "eu-" + i % 2))
				.metadata(Map.of("capacity", (i % 4 == 0) ? "0" : "1"))
				.build());
		Balancer balancer = new Balancer(Fixture.directory("orders", DirectoryObserver.NONE, instances),
				(serviceId) -> settings, new BalancingRuntime(Ticker.system(), new ThreadScheduler("benchmark"),
						Randomness.threadLocal(), BalancingObserver.NONE));
		// some are busy, so that least-request looks at two
		balancer.pool("orders")
			.candidates()
			.stream()
			.limit(INSTANCES / 2)
			.forEach((candidate) -> candidate.stats().begin());
		return balancer;
	}

	/** Of a service without routes. */
	@Benchmark
	public Candidate unrouted() {
		return this.unrouted.pick("orders", this.versioned);
	}

	/** No rule of two matches. */
	@Benchmark
	public Candidate unmatched() {
		return this.routed.pick("orders", this.plain);
	}

	/** The first rule matches, by path and header. */
	@Benchmark
	public Candidate byHeader() {
		return this.routed.pick("orders", this.versioned);
	}

	/** The second rule matches, by path, and shares 90 to 10. */
	@Benchmark
	public Candidate weighted() {
		return this.routed.pick("orders", this.canary);
	}

	/** The first rule matches, and the subset's calls go to two zones. */
	@Benchmark
	public Candidate byHeaderAndZone() {
		return this.zoned.pick("orders", this.versioned);
	}

	/**
	 * A request with one header, found without a map so that the benchmark measures
	 * routes.
	 */
	private record Versioned(String path, String version) implements RequestView {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String header(String name) {
			return "X-Version".equalsIgnoreCase(name) ? this.version : null;
		}

	}

}
