package dev.discovery.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.discovery.actuate.DiscoveryEndpoint.DiscoveryDescriptor;
import dev.discovery.actuate.DiscoveryEndpoint.InstanceDescriptor;
import dev.discovery.actuate.DiscoveryEndpoint.ServiceDescriptor;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.observe.EventLog;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryEndpointTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend,
			new DirectorySettings(Duration.ofMillis(5), Duration.ofMinutes(10), 100, Duration.ofSeconds(30)), this.time,
			this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));

	private final EventLog events = new EventLog(100, this.time, this.time);

	private final DiscoveryEndpoint endpoint = new DiscoveryEndpoint(this.directory, this.balancer,
			() -> Map.of("instanceId", "orders-1"), Set.of("zone"), this.time, this.events);

	private final DiscoveryHealthIndicator health = new DiscoveryHealthIndicator(this.directory,
			Duration.ofSeconds(60));

	@Test
	void showsEveryFollowedServiceAndTheOwnRegistration() {
		follow("inventory", ScriptedBackend.instance("inventory", 1));
		follow("billing");
		DiscoveryDescriptor discovery = this.endpoint.discovery();
		assertThat(discovery.backend()).isEqualTo("scripted");
		assertThat(discovery.registration()).containsEntry("instanceId", "orders-1");
		assertThat(discovery.services()).containsOnlyKeys("billing", "inventory");
		assertThat(discovery.services().get("billing").instances()).isEmpty();
	}

	@Test
	void explainsWhyEachInstanceIsOrIsNotPicked() {
		follow("inventory", ScriptedBackend.instance("inventory", 1),
				ScriptedBackend.instance("inventory", 2).withHealth(Health.DOWN));
		Call call = this.balancer.call(this.balancer.pool("inventory"), RequestView.NONE, true);
		call.begin();
		this.time.advance(Duration.ofMillis(4));
		ServiceDescriptor running = this.endpoint.service("inventory");
		call.answered(200, false);
		ServiceDescriptor ended = this.endpoint.service("inventory");
		assertThat(running.policy()).isEqualTo("round-robin");
		assertThat(running.instances()).extracting(InstanceDescriptor::pickable, InstanceDescriptor::reason)
			.containsExactly(Assertions.tuple(true, "fit: the registry says UP"),
					Assertions.tuple(false, "the registry says DOWN"));
		assertThat(running.instances().get(0).calls().inFlight()).isOne();
		assertThat(ended.instances().get(0).calls().inFlight()).isZero();
		assertThat(ended.instances().get(0).calls().succeeded()).isOne();
		assertThat(ended.instances().get(0).calls().usualMillis()).isEqualTo(4.0);
		assertThat(ended.instances().get(1).calls()).isNull();
	}

	@Test
	void showsWhetherCallsMayBegin() {
		BalancingSettings settings = BalancingSettings.of(Policies.roundRobin())
			.with(new LimitSettings(100, 0))
			.with(new CircuitBreakerSettings(true, 50, 2, Duration.ofSeconds(10), Duration.ofSeconds(10), 3));
		Balancer limited = new Balancer(this.directory, (serviceId) -> settings,
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));
		DiscoveryEndpoint shown = new DiscoveryEndpoint(this.directory, limited, Map::of, Set.of(), this.time,
				this.events);
		follow("inventory", ScriptedBackend.instance("inventory", 1));
		Call call = limited.callOnce(limited.pool("inventory"), RequestView.NONE);
		call.begin();
		assertThat(shown.service("inventory").limits())
			.isEqualTo(new LimitsDescriptor(1, 100, null, "CLOSED", "0 of 0 calls failed within 10 s"));
		call.answered(500, true);
		assertThat(shown.service("inventory").limits())
			.isEqualTo(new LimitsDescriptor(0, 100, null, "CLOSED", "1 of 1 calls failed within 10 s"));
		assertThat(this.endpoint.service("inventory").limits())
			.isEqualTo(new LimitsDescriptor(0, 1_024, null, null, null));
	}

	@Test
	void showsWhetherCallsOfASubsetWithItsOwnLimitsMayBegin() {
		follow("inventory", Instance.builder("inventory", "h", 1).metadata(Map.of("version", "2")).build());
		this.balancer.pool("inventory");
		assertThat(this.endpoint.service("inventory").subsetLimits()).isNull();
		ServiceRoutes routes = ServiceRoutes.over(Subset.named("v2").version("2"))
			.route(Route.when(RequestMatch.ANY.path("/a")).to("v2"))
			.route(Route.always().to("v2").orRefuse());
		this.balancer.route((serviceId) -> routes);
		assertThat(this.endpoint.service("inventory").subsetLimits()).isNull();
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return routes;
			}

			@Override
			public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
				return ofService.with(new LimitSettings(5, 0));
			}

		});
		Call call = this.balancer.callOnce(this.balancer.pool("inventory", RequestView.NONE), RequestView.NONE);
		call.begin();
		assertThat(this.endpoint.service("inventory").subsetLimits())
			.isEqualTo(Map.of("v2", new LimitsDescriptor(1, 5, null, null, null)));
		assertThat(this.endpoint.service("inventory").limits().inFlight()).isZero();
		call.answered(200, false);
	}

	@Test
	void masksMetadataThatIsNotKnownToBeHarmless() {
		follow("inventory",
				Instance.builder("inventory", "h", 1).metadata(Map.of("zone", "a", "password", "secret")).build());
		assertThat(this.endpoint.service("inventory").instances().get(0).metadata()).containsEntry("zone", "a")
			.containsEntry("password", "******");
	}

	@Test
	void saysSoWhereNothingIsKnown() {
		ServiceDescriptor unknown = this.endpoint.service("inventory");
		assertThat(unknown.provenance()).isEqualTo("NONE");
		assertThat(unknown.instances()).isEmpty();
		this.backend.fail("inventory");
		assertThat(this.endpoint.service("inventory").lastError()).isEqualTo("connection refused");
	}

	@Test
	void isHealthyThenDegradedAndNeverDown() {
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		follow("inventory");
		this.backend.fail("inventory");
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.health.health().getStatus()).isEqualTo(DiscoveryHealthIndicator.DEGRADED);
		assertThat(this.health.health().getDetails()).containsEntry("unreachableForSeconds", 60L)
			.containsEntry("backend", "scripted");
		this.backend.answer("inventory");
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	private void follow(String serviceId, Instance... instances) {
		this.directory.entry(serviceId);
		this.backend.answer(serviceId, instances);
	}

}
