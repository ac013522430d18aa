package dev.discovery.balancing;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.PolicySettings;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.PeakEwmaSettings;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that belong to an instance, by cookie or key: where they go, and what is said
 * of it.
 */
class AffineRequestTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private BalancingSettings settings = BalancingSettings.of(Policies.roundRobin()).with(new Affinity(0, "instance"));

	private final Balancer balancer = new Balancer(this.directory, (serviceId) -> this.settings,
			new BalancingRuntime(this.time, this.time, Randomness.seeded(3), BalancingObserver.NONE));

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void aRouteComesBeforeACookie() {
		ServiceRoutes routes = ServiceRoutes.over(Subset.named("v2").version("2"))
			.route(Route.when(RequestMatch.ANY.header(HeaderMatch.exact("X-Version", "2"))).to("v2"));
		this.balancer.route((serviceId) -> routes);
		answer();
		String old = "orders-localhost-1";
		assertThat(picked(new Sent(null, old))).isEqualTo(old);
		assertThat(picked(new Sent("2", old))).isIn("orders-localhost-2", "orders-localhost-4");
		assertThat(picked(new Sent("2", "orders-localhost-4"))).isEqualTo("orders-localhost-4");
	}

	@Test
	void saysThatARequestWithACookieGoesToItsInstance() {
		answer();
		assertThat(shares(new Sent(null, "orders-localhost-3"))).containsEntry("orders-localhost-3", 1.0)
			.containsEntry("orders-localhost-1", 0.0);
		assertThat(shares(new Sent(null, "orders-localhost-9"))).containsEntry("orders-localhost-3", 0.25);
	}

	@Test
	void saysThatARequestWithAKeyGoesToTheOwnerOfTheKey() {
		this.settings = BalancingSettings.of(Policies.consistentHash()
			.with(new PolicySettings(new HashKey("X-Version", null, null, null), 0, PeakEwmaSettings.DEFAULT)));
		answer();
		for (int i = 0; i < 50; i++) {
			Sent sent = new Sent("key-" + i, null);
			assertThat(shares(sent)).containsEntry(picked(sent), 1.0);
			assertThat(shares(sent).values().stream().mapToDouble(Double::doubleValue).sum()).isOne();
		}
	}

	private void answer() {
		this.directory.entry("orders");
		this.backend.answer("orders",
				IntStream.rangeClosed(1, 4)
					.mapToObj((i) -> Instance.builder("orders", "localhost", i)
						.metadata(Map.of("version", (i % 2 == 0) ? "2" : "1"))
						.build())
					.toArray(Instance[]::new));
		this.balancer.pool("orders");
	}

	private String picked(RequestView request) {
		return this.balancer.pick("orders", PickContext.of(request)).instance().getInstanceId();
	}

	private Map<String, Double> shares(RequestView request) {
		return this.balancer.explain("orders", request)
			.instances()
			.stream()
			.collect(Collectors.toMap((report) -> report.instance().getInstanceId(), InstanceReport::share));
	}

	private record Sent(@Nullable String version, @Nullable String instance) implements RequestView {

		@Override
		public @Nullable String method() {
			return "GET";
		}

		@Override
		public @Nullable String path() {
			return "/";
		}

		@Override
		public @Nullable String header(String name) {
			return name.equals("X-Version") ? this.version : null;
		}

		@Override
		public @Nullable String cookie(String name) {
			return name.equals("instance") ? this.instance : null;
		}

	}

}
