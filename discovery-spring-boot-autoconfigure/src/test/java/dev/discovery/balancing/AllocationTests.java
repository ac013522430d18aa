package dev.discovery.balancing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.locality.Place;
import dev.discovery.balancing.locality.Placement;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicyFixture;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Requests;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Apart;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cloud.client.discovery.DiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hot path's promise: a million picks and a million lookups allocate nothing.
 */
@Apart
class AllocationTests {

	private static final int MILLION = 1_000_000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	static Stream<Policy> policies() {
		return PolicyContractTests.policies();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void picksWithoutAKeyAllocateNothing(Policy policy) {
		Balancer balancer = balancer(policy);
		answer(100);
		assertThat(bytesPerMillion(() -> balancer.pick("orders", PickContext.NONE))).isLessThan(MILLION);
	}

	@ParameterizedTest
	@MethodSource("policies")
	void picksAllocateNothing(Policy policy) {
		Balancer balancer = balancer(policy);
		answer(100);
		PickContext alice = PolicyFixture.with("header", "alice");
		Runnable pick = () -> {
			var candidate = balancer.pick("orders", alice);
			candidate.stats().end(candidate.stats().begin(), Outcome.SUCCESS);
		};
		// half of them busy, so that every branch of the policies is taken
		balancer.pool("orders").candidates().stream().limit(50).forEach((candidate) -> candidate.stats().begin());
		assertThat(bytesPerMillion(pick)).isLessThan(MILLION);
	}

	@Test
	void routedPicksAllocateNothing() {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.leastRequest()),
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
		ServiceRoutes routes = ServiceRoutes.over(Subset.named("all"), Subset.named("none").version("none"))
			.route(Route.when(RequestMatch.ANY.method("POST")).to("none"))
			.route(Route.when(RequestMatch.ANY.path("/b")).to("none"))
			.route(Route.when(RequestMatch.ANY.header(HeaderMatch.prefix("X-Version", "1"))).to("none"))
			.route(Route.when(RequestMatch.ANY.percent(1)).to("none"))
			.route(Route.when(RequestMatch.ANY.header(HeaderMatch.exact("X-Version", "2")))
				.to(Map.of("all", 90, "none", 10)));
		balancer.route((serviceId) -> routes);
		answer(100);
		PickContext context = PickContext.of(Requests.get("/a", "x-version", "2"));
		Runnable pick = () -> {
			var candidate = balancer.pick("orders", context);
			candidate.stats().end(candidate.stats().begin(), Outcome.SUCCESS);
		};
		assertThat(bytesPerMillion(pick)).isLessThan(MILLION);
	}

	@Test
	void picksNearbyAllocateNothing() {
		Nearness nearness = new Nearness(new Place(Locality.of("eu", null), null), Map.of());
		BalancingSettings settings = BalancingSettings.of(Policies.leastRequest())
			.with(new Placement(nearness, new Capacity(10)));
		Balancer balancer = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
		this.directory.entry("orders");
		this.backend.answer("orders",
				IntStream.range(0, 100)
					.mapToObj((i) -> Instance.builder("orders", "localhost", i + 1)
						.locality(Locality.of((i % 2 == 0) ? "eu" : "us", null))
						.metadata(Map.of("capacity", String.valueOf((i % 4 == 0) ? 0 : 20)))
						.build())
					.toArray(Instance[]::new));
		// half of the near ones have no capacity left, so some calls go far away
		assertThat(balancer.pool("orders").selection().levels()).extracting(Level::share).containsExactly(7_000, 3_000);
		assertThat(bytesPerMillion(() -> balancer.pick("orders", PickContext.NONE))).isLessThan(MILLION);
	}

	@Test
	void answersAllocateNothing() {
		Balancer balancer = balancer(Policies.roundRobin());
		answer(2);
		Call call = balancer.call(balancer.pool("orders"), RequestView.NONE, true);
		assertThat(bytesPerMillion(() -> {
			call.begin();
			call.answered(200, false);
		})).isLessThan(MILLION);
	}

	@Test
	void limitsAndACircuitBreakerAllocateNothing() {
		CircuitBreakerSettings breaker = new CircuitBreakerSettings(true, 100, 20, Duration.ofSeconds(10),
				Duration.ofSeconds(10), 3);
		BalancingSettings settings = BalancingSettings.of(Policies.leastRequest())
			.with(new LimitSettings(100, 1))
			.with(breaker);
		Balancer balancer = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
		answer(4);
		// half of them full, so that the others are looked for
		balancer.pool("orders").candidates().stream().limit(2).forEach((candidate) -> candidate.stats().begin());
		Call call = balancer.call(balancer.pool("orders"), RequestView.NONE, false);
		assertThat(bytesPerMillion(() -> {
			call.begin();
			call.answered(200, false);
		})).isLessThan(MILLION);
	}

	@Test
	void lookupsAllocateNothing() {
		DiscoveryClient client = new SnapshotDiscoveryClient(this.directory);
		answer(1_000);
		assertThat(client.getInstances("orders")).hasSize(1_000);
		assertThat(bytesPerMillion(() -> client.getInstances("orders"))).isLessThan(MILLION);
	}

	private Balancer balancer(Policy policy) {
		return new Balancer(this.directory, (serviceId) -> BalancingSettings.of(policy),
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
	}

	/** Less than one byte each: what the JIT itself allocates on this thread is noise. */
	private static long bytesPerMillion(Runnable action) {
		for (int i = 0; i < 20_000; i++) {
			action.run();
		}
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 0; i < MILLION; i++) {
			action.run();
		}
		return threads.getThreadAllocatedBytes(thread) - before;
	}

	private void answer(int count) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", 1, count));
	}

}
