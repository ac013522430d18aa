package dev.discovery.autoconfigure.route;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.balancing.PolicyNames;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConfiguredRoutingTests {

	private static final String ORDERS = "discovery.routes.services.orders.";

	private static final String V2 = ORDERS + "subsets.v2.version=2";

	@Test
	void thereAreNoneByDefault() {
		assertThat(configured().routes("orders")).isNull();
		assertThat(configured("discovery.routes.carry-headers=X-Version").routes("carry-headers")).isNull();
	}

	@Test
	void readsSubsetsAndRules() {
		ServiceRoutes routes = configured(V2, ORDERS + "subsets.near.zone=a", ORDERS + "subsets.near.tags=fast,new",
				ORDERS + "subsets.near.metadata.[team.name]=blue", ORDERS + "rules[0].match.headers.X-Version.exact=2",
				ORDERS + "rules[0].match.headers.X-A.prefix=a", ORDERS + "rules[0].match.headers.X-B.regex=b+",
				ORDERS + "rules[0].match.headers.X-C.present=true", ORDERS + "rules[0].match.headers.X-D.present=false",
				ORDERS + "rules[0].match.path=/a", ORDERS + "rules[0].match.method=get",
				ORDERS + "rules[0].match.percentage=0.5", ORDERS + "rules[0].to=v2",
				ORDERS + "rules[0].otherwise=refuse", ORDERS + "rules[1].match.path=/b",
				ORDERS + "rules[1].service=orders-next", ORDERS + "rules[2].weights.v2=10",
				ORDERS + "rules[2].weights.near=90")
			.routes("orders");
		assertThat(routes.subset("v2")).isEqualTo(Subset.named("v2").version("2"));
		assertThat(routes.subset("near"))
			.isEqualTo(Subset.named("near").zone("a").tag("fast").tag("new").metadata("team.name", "blue"));
		assertThat(routes.rules().get(0).match()).hasToString("GET, path /a, header X-Version=2, header X-A=a..., "
				+ "header X-B~b+, header X-C present, header X-D absent, 0.5 %");
		assertThat(routes.rules()).extracting(Route::otherwise)
			.containsExactly(Otherwise.REFUSE, Otherwise.ALL, Otherwise.ALL);
		assertThat(routes.rules().get(1).service()).isEqualTo("orders-next");
		assertThat(routes.rules().get(2).weights()).isEqualTo(Map.of("v2", 10, "near", 90));
	}

	@Test
	void aSubsetsSettingsStandOnTopOfThoseOfItsService() {
		ConfiguredRouting routing = configured("discovery.load-balancer.panic-threshold=40",
				"discovery.load-balancer.services.[my.orders].outlier.consecutive-failures=7",
				"discovery.load-balancer.services.[my.orders].policy=random",
				"discovery.routes.services.[my.orders].subsets.v2.version=2",
				"discovery.routes.services.[my.orders].subsets.v1.version=1",
				"discovery.routes.services.[my.orders].subsets.v2.load-balancer.policy=round-robin",
				"discovery.routes.services.[my.orders].subsets.v2.load-balancer.retry.max-attempts=2");
		BalancingSettings service = BalancingSettings.of(Policies.random());
		BalancingSettings own = routing.settings("my.orders", "v2", service);
		assertThat(own.policy().name()).isEqualTo("round-robin");
		assertThat(own.retry().maxAttempts()).isEqualTo(2);
		assertThat(own.outlier().consecutiveFailures()).isEqualTo(7);
		assertThat(own.panicThreshold()).isEqualTo(40);
		assertThat(routing.settings("my.orders", "v1", service)).isSameAs(service);
		assertThat(routing.settings("other", "v2", service)).isSameAs(service);
	}

	@Test
	void rulesFromBeansStandBesideConfiguredOnes() {
		ServiceRoutes billing = ServiceRoutes.over(Subset.named("v1").version("1")).route(Route.always().to("v1"));
		RoutingRules bean = RoutingRules.of("billing", billing);
		assertThat(configured(bean, V2).routes("billing")).isSameAs(billing);
		assertThat(configured(bean, V2).routes("orders")).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> configured(RoutingRules.of("orders", billing), V2))
			.withMessage("The routes of 'orders' are given twice");
	}

	@ParameterizedTest
	@CsvSource({ "rules[0].to, v3, rules[0].to", "rules[0].weights.v3, 1, rules[0].weights.v3",
			"rules[0].weights.v2, 0, rules[0].weights", "rules[0].weights.v2, -1, rules[0].weights.v2",
			"rules[0].match.path, /a, rules[0]", "subsets.v4.tags, '', subsets.v4",
			"subsets.v2.tags[0], ''," + "subsets.v2.tags[0]",
			"subsets.v2.load-balancer.policy, fastest, subsets.v2.load-balancer.policy" })
	void aWrongValueIsNamed(String name, String value, String named) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured(V2, ORDERS + name + "=" + value))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo(ORDERS + named))
			.satisfies((ex) -> assertThat(ex.advice()).isNotEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "match.percentage, 101, match.percentage", "match.percentage, -1, match.percentage",
			"match.percentage, NaN, match.percentage", "match.path, orders, match.path", "match.path, /a?b, match.path",
			"match.method, G T, match.method", "match.headers.X-A.regex, '(', match.headers.X-A.regex",
			"service, other, ''", "weights.v2, 1, ''" })
	void aWrongValueOfARuleIsNamed(String name, String value, String named) {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured(V2, ORDERS + "rules[0].to=v2", ORDERS + "rules[0]." + name + "=" + value))
			.satisfies((ex) -> assertThat(ex.property())
				.isEqualTo(ORDERS + "rules[0]" + (named.isEmpty() ? "" : "." + named)));
	}

	@Test
	void aRuleThatIsNeverReachedIsNamed() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured(V2, ORDERS + "rules[0].to=v2", ORDERS + "rules[1].match.path=/a",
					ORDERS + "rules[1].to=v2"))
			.withMessage(ORDERS + "rules[1]: is never reached, since rules[0] matches every request");
	}

	@Test
	void headersThatMayHoldSecretsArentShown() {
		ServiceRoutes routes = configured(V2, ORDERS + "rules[0].match.headers.Authorization.exact=Basic abc",
				ORDERS + "rules[0].match.headers.X-Api-Key.prefix=abc", ORDERS + "rules[0].to=v2")
			.routes("orders");
		assertThat(routes.toString()).doesNotContain("abc");
	}

	private static ConfiguredRouting configured(String... properties) {
		return configured(RoutingRules.NONE, properties);
	}

	private static ConfiguredRouting configured(RoutingRules bean, String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return new ConfiguredRouting(environment, new PolicyNames(Stream.empty()), List.of(bean),
				(serviceId) -> List.of());
	}

}
