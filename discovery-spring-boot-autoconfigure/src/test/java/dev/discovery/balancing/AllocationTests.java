package dev.discovery.balancing;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
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
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Alone;
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
@Alone
class AllocationTests {

	private static final int MILLION = 1_000_000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	static Iterable<Policy> policies() {
		return Policies.all();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void picksAllocateNothing(Policy policy) {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(policy),
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
		answer(100);
		Runnable pick = () -> {
			var candidate = balancer.pick("orders", PickContext.NONE);
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
	void answersAllocateNothing() {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.roundRobin()),
				new BalancingRuntime(Ticker.system(), this.time, Randomness.threadLocal(), BalancingObserver.NONE));
		answer(2);
		Call call = balancer.call(balancer.pool("orders"), RequestView.NONE, true);
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
		this.backend.answer("orders",
				IntStream.range(0, count)
					.mapToObj((i) -> ScriptedBackend.instance("orders", i + 1))
					.toArray(Instance[]::new));
	}

}
