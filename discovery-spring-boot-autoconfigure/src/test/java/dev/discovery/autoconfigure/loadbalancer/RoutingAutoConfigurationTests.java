package dev.discovery.autoconfigure.loadbalancer;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.Requests;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Routes, hints and API versions as an application gets them.
 */
@ExtendWith(OutputCaptureExtension.class)
class RoutingAutoConfigurationTests {

	private static final String ORDERS = "discovery.routes.services.orders.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
						SpringCloudLoadBalancerAutoConfiguration.class, LoadBalancerFactoryAutoConfiguration.class,
						RoutingUpdatesAutoConfiguration.class, LoadBalancerClientAutoConfiguration.class))
		.withPropertyValues("discovery.in-memory.registry=routing-auto-configuration",
				"discovery.in-memory.services.orders[0].uri=http://127.0.0.1:1",
				"discovery.in-memory.services.orders[0].metadata.version=1",
				"discovery.in-memory.services.orders[1].uri=http://127.0.0.1:2",
				"discovery.in-memory.services.orders[1].metadata.version=2",
				"discovery.in-memory.services.orders[1].metadata.hint=blue",
				"discovery.in-memory.services.orders[1].metadata.API_VERSION=v1.1",
				"discovery.in-memory.services.orders[2].uri=http://127.0.0.1:3",
				"discovery.in-memory.services.orders[2].metadata.version=3",
				"discovery.in-memory.services.orders[2].metadata.API_VERSION=2");

	@Test
	void routesAsConfigured() {
		this.runner
			.withPropertyValues(ORDERS + "subsets.v2.version=2", ORDERS + "rules[0].match.headers.X-Version.exact=2",
					ORDERS + "rules[0].to=v2")
			.run((context) -> {
				assertThat(picked(context, Requests.get("/", "X-Version", "2"))).containsExactly(2);
				assertThat(picked(context, Requests.get("/"))).containsExactly(1, 2, 3);
			});
	}

	@Test
	void routesAsBeansSay() {
		this.runner
			.withBean(RoutingRules.class,
					() -> RoutingRules.of("orders",
							ServiceRoutes.over(Subset.named("v3").version("3")).route(Route.always().to("v3"))))
			.run((context) -> assertThat(picked(context, RequestView.NONE)).containsExactly(3));
	}

	@Test
	void leavesTheFieldToTheApplicationsOwnRouting() {
		this.runner
			.withBean(Routing.class,
					() -> (serviceId) -> ServiceRoutes.over(Subset.named("v1").version("1"))
						.route(Route.always().to("v1")))
			.run((context) -> assertThat(picked(context, RequestView.NONE)).containsExactly(1));
	}

	@Test
	void namesAMistakeAtTheStart() {
		this.runner.withPropertyValues(ORDERS + "rules[0].to=v2")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(ORDERS + "rules[0].to='v2': there is no such subset"));
	}

	@Test
	void takesOverRulesThatChangeAndRefusesBadOnes(CapturedOutput output) {
		this.runner.withPropertyValues(ORDERS + "subsets.v1.version=1", ORDERS + "rules[0].to=v1").run((context) -> {
			assertThat(picked(context, RequestView.NONE)).containsExactly(1);
			change(context, ORDERS + "subsets.v1.version=3");
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("unrelated")));
			assertThat(picked(context, RequestView.NONE)).containsExactly(1);
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of(ORDERS + "subsets.v1.version")));
			assertThat(picked(context, RequestView.NONE)).containsExactly(3);
			change(context, ORDERS + "rules[0].to=v9");
			context.publishEvent(new RefreshScopeRefreshedEvent());
			assertThat(picked(context, RequestView.NONE)).containsExactly(3);
			assertThat(output).contains("The changed routes are refused, and those from before stay: " + ORDERS
					+ "rules[0].to='v9': there is no such subset");
			change(context, ORDERS + "rules[0].to=v1", ORDERS + "subsets.v1.version=2");
			context.publishEvent(new RefreshScopeRefreshedEvent());
			assertThat(picked(context, RequestView.NONE)).containsExactly(2);
		});
	}

	@Test
	void refusesBadRulesOnceInEachRefresh(CapturedOutput output) {
		this.runner.withPropertyValues(ORDERS + "subsets.v1.version=1", ORDERS + "rules[0].to=v1").run((context) -> {
			change(context, ORDERS + "rules[0].to=v9");
			for (int refresh = 1; refresh <= 2; refresh++) {
				context.publishEvent(new EnvironmentChangeEvent(context, Set.of(ORDERS + "rules[0].to")));
				context.publishEvent(new RefreshScopeRefreshedEvent());
				assertThat(StringUtils.countOccurrencesOf(output.getAll(), "The changed routes are refused"))
					.isEqualTo(refresh);
			}
			context.publishEvent(new RefreshScopeRefreshedEvent());
			assertThat(StringUtils.countOccurrencesOf(output.getAll(), "The changed routes are refused")).isEqualTo(3);
		});
	}

	@Test
	void aRefreshKeepsWhatASubsetCountsForItself() {
		String limits = ORDERS + "subsets.v1.load-balancer.limits.max-concurrent-per-service";
		this.runner.withPropertyValues(ORDERS + "subsets.v1.version=1", ORDERS + "rules[0].to=v1", limits + "=1")
			.run((context) -> {
				Balancer balancer = context.getBean(Balancer.class);
				Call first = call(balancer);
				first.begin();
				context.publishEvent(new RefreshScopeRefreshedEvent());
				assertThatExceptionOfType(LimitExceededException.class).isThrownBy(call(balancer)::begin)
					.withMessageContaining("subset 'v1' of 'orders' has as many calls")
					.withMessageContaining("1 (" + limits + ")");
				first.answered(200, false);
				call(balancer).begin();
			});
	}

	private static Call call(Balancer balancer) {
		return balancer.callOnce(balancer.pool("orders", RequestView.NONE), RequestView.NONE);
	}

	@Test
	void startsWithoutSpringCloudContext() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud.context",
					"org.springframework.cloud.loadbalancer"))
			.withPropertyValues(ORDERS + "subsets.v1.version=1", ORDERS + "rules[0].to=v1")
			.run((context) -> assertThat(picked(context, RequestView.NONE)).containsExactly(1));
	}

	@Test
	void aHintPrefersThoseThatHaveIt() {
		this.runner.run((context) -> {
			assertThat(picked(context, Requests.get("/", "X-SC-LB-Hint", "blue"))).containsExactly(2);
			assertThat(picked(context, Requests.get("/", "X-SC-LB-Hint", "red"))).containsExactly(1, 2, 3);
			assertThat(picked(context, Requests.get("/"))).containsExactly(1, 2, 3);
		});
		this.runner
			.withPropertyValues("spring.cloud.loadbalancer.hint.orders=blue",
					"spring.cloud.loadbalancer.hint-header-name=X-Hint")
			.run((context) -> {
				assertThat(picked(context, Requests.get("/"))).containsExactly(2);
				assertThat(picked(context, Requests.get("/", "X-Hint", "red"))).containsExactly(1, 2, 3);
			});
		this.runner.withPropertyValues("spring.cloud.loadbalancer.clients.orders.hint.default=blue")
			.run((context) -> assertThat(picked(context, Requests.get("/"))).containsExactly(2));
	}

	@Test
	void anApiVersionIsFoundInAHeader() {
		this.runner.withPropertyValues("spring.cloud.loadbalancer.api-version.header=X-API").run((context) -> {
			assertThat(picked(context, Requests.get("/", "X-API", "1.1"))).containsExactly(2);
			assertThat(picked(context, Requests.get("/", "X-API", "2.0.0"))).containsExactly(3);
			assertThat(picked(context, Requests.get("/"))).containsExactly(1, 2, 3);
			assertThat(pickedNobody(context, Requests.get("/", "X-API", "3"))).isTrue();
			assertThat(pickedNobody(context, Requests.get("/", "X-API", "new"))).isTrue();
		});
	}

	@Test
	void anApiVersionMayFallBackOrBeRequired() {
		this.runner
			.withPropertyValues("spring.cloud.loadbalancer.api-version.header=X-API",
					"spring.cloud.loadbalancer.api-version.fallback-to-available-instances=true",
					"spring.cloud.loadbalancer.api-version.required=true")
			.run((context) -> {
				assertThat(picked(context, Requests.get("/", "X-API", "3"))).containsExactly(1, 2, 3);
				assertThat(pickedNobody(context, Requests.get("/"))).isTrue();
			});
	}

	@Test
	void anApiVersionIsFoundInThePathOrIsTheDefault() {
		this.runner
			.withPropertyValues("spring.cloud.loadbalancer.api-version.path-segment=1",
					"spring.cloud.loadbalancer.api-version.default=2")
			.run((context) -> {
				assertThat(picked(context, Requests.get("/api/v1.1/orders"))).containsExactly(2);
				assertThat(picked(context, Requests.get("/api/1.1"))).containsExactly(2);
				assertThat(picked(context, Requests.get("/api"))).containsExactly(3);
			});
	}

	@Test
	void anApiVersionIsFoundInAMediaType() {
		this.runner
			.withPropertyValues("spring.cloud.loadbalancer.api-version.media-type-parameters[application/json]=v")
			.run((context) -> {
				assertThat(picked(context, Requests.get("/", "Accept", "text/html, application/json;v=2")))
					.containsExactly(3);
				assertThat(picked(context, Requests.get("/", "Accept", "text/html;v=2"))).containsExactly(1, 2, 3);
				assertThat(picked(context, Requests.get("/", "Accept", "nonsense"))).containsExactly(1, 2, 3);
			});
	}

	@Test
	void aRuleCountsBeforeAHint() {
		this.runner
			.withPropertyValues(ORDERS + "subsets.v1.version=1", ORDERS + "rules[0].match.path=/a",
					ORDERS + "rules[0].to=v1")
			.run((context) -> {
				Map<String, Set<Integer>> picked = Map.of("/a",
						picked(context, Requests.get("/a", "X-SC-LB-Hint", "blue")), "/b",
						picked(context, Requests.get("/b", "X-SC-LB-Hint", "blue")));
				assertThat(picked).isEqualTo(Map.of("/a", Set.of(1), "/b", Set.of(2)));
			});
	}

	private static void change(AssertableApplicationContext context, String... properties) {
		TestPropertyValues.of(properties).applyTo(context);
	}

	private static boolean pickedNobody(AssertableApplicationContext context, RequestView request) {
		return context.getBean(Balancer.class).pick("orders", PickContext.of(request)) == null;
	}

	private static Set<Integer> picked(AssertableApplicationContext context, RequestView request) {
		Balancer balancer = context.getBean(Balancer.class);
		return IntStream.range(0, 30)
			.mapToObj((i) -> balancer.pick("orders", PickContext.of(request)).instance().getPort())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
