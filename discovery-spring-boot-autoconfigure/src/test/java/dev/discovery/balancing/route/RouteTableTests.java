package dev.discovery.balancing.route;

import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

import dev.discovery.balancing.policy.RequestView;
import dev.discovery.model.Instance;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class RouteTableTests {

	private static final int PICKS = 10_000;

	private final ServiceRoutes subsets = ServiceRoutes.over(Subset.named("v1").version("1"),
			Subset.named("v2").version("2"));

	@Test
	void theFirstRuleThatMatchesCounts() {
		RouteTable table = table(
				this.subsets.route(Route.when(RequestMatch.ANY.header(HeaderMatch.exact("X-Version", "2"))).to("v2"))
					.route(Route.when(RequestMatch.ANY.path("/admin")).to("v1"))
					.route(Route.when(RequestMatch.ANY.header(HeaderMatch.present("X-Version"))).to("v1")));
		assertThat(destination(table, Requests.get("/", "x-version", "2"))).isEqualTo("v2");
		assertThat(destination(table, Requests.get("/admin", "X-Version", "2"))).isEqualTo("v2");
		assertThat(destination(table, Requests.get("/admin/users", "X-Version", "3"))).isEqualTo("v1");
		assertThat(destination(table, Requests.get("/users", "X-Version", "3"))).isEqualTo("v1");
		assertThat(destination(table, Requests.get("/users"))).isNull();
		assertThat(destination(table, RequestView.NONE)).isNull();
	}

	@Test
	void allConditionsOfARuleMustHold() {
		RequestMatch match = RequestMatch.ANY.method("post")
			.path("/a")
			.header(HeaderMatch.prefix("X-Tenant", "eu-"))
			.header(HeaderMatch.regex("X-Version", "2\\.\\d+"))
			.header(HeaderMatch.absent("X-Debug"));
		assertThat(match.matches(Requests.of("POST", "/a/b", "X-Tenant", "eu-1", "X-Version", "2.13"))).isTrue();
		assertThat(match.matches(Requests.of("GET", "/a/b", "X-Tenant", "eu-1", "X-Version", "2.13"))).isFalse();
		assertThat(match.matches(Requests.of("POST", "/b/a", "X-Tenant", "eu-1", "X-Version", "2.13"))).isFalse();
		assertThat(match.matches(Requests.of("POST", "/a", "X-Tenant", "us-1", "X-Version", "2.13"))).isFalse();
		assertThat(match.matches(Requests.of("POST", "/a", "X-Tenant", "eu-1", "X-Version", "2.x"))).isFalse();
		assertThat(match.matches(Requests.of("POST", "/a", "X-Tenant", "eu-1"))).isFalse();
		assertThat(match.matches(Requests.of("POST", "/a", "X-Tenant", "eu-1", "X-Version", "2.13", "X-Debug", "1")))
			.isFalse();
		assertThat(match.matches(RequestView.NONE)).isFalse();
	}

	@Test
	void aPathBeginsByWholeSegments() {
		RequestMatch match = RequestMatch.ANY.path("/a/");
		assertThat(match.matches(Requests.get("/a"))).isTrue();
		assertThat(match.matches(Requests.get("/a/"))).isTrue();
		assertThat(match.matches(Requests.get("/a/b"))).isTrue();
		assertThat(match.matches(Requests.get("/ab"))).isFalse();
		assertThat(RequestMatch.ANY.path("/").matches(Requests.get("/ab"))).isTrue();
		assertThat(RequestMatch.ANY.path("/").isEverything()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void aCanaryOf10PercentGetsThatWithinOnePercentOverTenThousandPicks(long seed) {
		RouteTable table = new RouteTable(this.subsets.route(Route.always().to(Map.of("v1", 90, "v2", 10))),
				Randomness.seeded(seed));
		assertThat(count(table, "v2", Requests.get("/"))).isCloseTo(PICKS / 10, within(PICKS / 100));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void aPercentageWithinWeightsIsIndependentOfThem(long seed) {
		RouteTable table = new RouteTable(
				this.subsets.route(Route.when(RequestMatch.ANY.percent(50)).to(Map.of("v1", 50, "v2", 50))),
				Randomness.seeded(seed));
		assertThat(count(table, "v1", Requests.get("/"))).isCloseTo(PICKS / 4, within(PICKS / 100));
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 10 })
	void aPercentageIsKeptForCallersThatComeInTurn(int callers) {
		RouteTable table = table(this.subsets.route(Route.when(RequestMatch.ANY.percent(20)).to("v2")));
		int hits = 0;
		for (int i = 0; i < PICKS * callers; i++) {
			boolean hit = table.target(RequestView.NONE) != RouteTable.NOWHERE;
			hits += (hit && i % callers == 0) ? 1 : 0;
		}
		assertThat(hits).isCloseTo(PICKS / 5, within(PICKS / 100));
	}

	@Test
	void aPercentageOf0NeverMatchesAndOneOf100Always() {
		RouteTable table = table(this.subsets.route(Route.when(RequestMatch.ANY.percent(0)).to("v1"))
			.route(Route.when(RequestMatch.ANY.percent(100)).to("v2")));
		assertThat(count(table, "v2", RequestView.NONE)).isEqualTo(PICKS);
	}

	@Test
	void aSubsetOfWeight0GetsNothing() {
		RouteTable table = table(this.subsets.route(Route.always().to(Map.of("v1", 1, "v2", 0))));
		assertThat(count(table, "v2", RequestView.NONE)).isZero();
		assertThat(table.targets()).hasSize(1);
	}

	@Test
	void explainsTheSharesWithoutCounting() {
		RouteTable table = table(
				this.subsets.route(Route.when(RequestMatch.ANY.header(HeaderMatch.present("X-No"))).to("v1"))
					.route(Route.when(RequestMatch.ANY.percent(20)).to("v2"))
					.route(Route.when(RequestMatch.ANY.path("/a")).to(Map.of("v1", 3, "v2", 1))));
		RouteTable same = table(
				this.subsets.route(Route.when(RequestMatch.ANY.header(HeaderMatch.present("X-No"))).to("v1"))
					.route(Route.when(RequestMatch.ANY.percent(20)).to("v2"))
					.route(Route.when(RequestMatch.ANY.path("/a")).to(Map.of("v1", 3, "v2", 1))));
		List<RouteShare> shares = table.shares(Requests.get("/a"));
		assertThat(shares).extracting(RouteShare::rule).containsExactly(2, 3, 3);
		assertThat(shares.get(0).share()).isCloseTo(0.2, within(1e-9));
		assertThat(shares.stream().mapToDouble(RouteShare::share).sum()).isCloseTo(1, within(1e-9));
		assertThat(table.shares(Requests.get("/b"))).extracting(RouteShare::rule).containsExactly(2);
		for (int i = 0; i < 100; i++) {
			table.shares(Requests.get("/a"));
			assertThat(table.target(Requests.get("/a"))).isEqualTo(same.target(Requests.get("/a")));
		}
	}

	@Test
	void refusesRulesThatCantMeanWhatTheySay() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.subsets.route(Route.always().to("v3")))
			.withMessage("Rule 1 leads to the subset 'v3', which there isn't");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.subsets.route(Route.always().to("v1")).route(Route.always().to("v2")))
			.withMessage("Rule 2 is never reached: rule 1 matches every request");
		assertThatIllegalArgumentException().isThrownBy(() -> Route.always().to(Map.of("v1", 0)));
		assertThatIllegalArgumentException().isThrownBy(() -> Route.always().to(Map.of("v1", -1, "v2", 2)));
		assertThatIllegalArgumentException().isThrownBy(() -> Route.always().to(Map.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> RequestMatch.ANY.percent(100.1));
		assertThatIllegalArgumentException().isThrownBy(() -> RequestMatch.ANY.percent(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceRoutes.over(Subset.named("a"), Subset.named("a")));
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> HeaderMatch.regex("X", "("));
		RoutingRules rules = RoutingRules.of("orders", this.subsets);
		assertThatIllegalArgumentException().isThrownBy(() -> rules.and(rules))
			.withMessage("The routes of 'orders' are given twice");
	}

	@Test
	void anInstanceMustMeetAllConditionsOfASubset() {
		Subset subset = Subset.named("x").version("2").tag("eu").tag("fast").zone("a").metadata("team", "blue");
		Instance instance = Instance.builder("orders", "localhost", 1)
			.metadata(Map.of("version", "2", "tags", "fast, eu,old", "team", "blue", "zone", "a"))
			.build();
		assertThat(subset.contains(instance)).isTrue();
		assertThat(subset.zone("b").contains(instance)).isFalse();
		assertThat(subset.tag("e").contains(instance)).isFalse();
		assertThat(subset.version("3").contains(instance)).isFalse();
		assertThat(subset.metadata("team", "red").contains(instance)).isFalse();
		assertThat(Subset.named("all").contains(instance)).isTrue();
		assertThat(subset).hasToString("subset 'x' (team=blue, version=2, tag eu, tag fast, zone a)");
	}

	private static RouteTable table(ServiceRoutes routes) {
		return new RouteTable(routes, Randomness.seeded(1));
	}

	private static int count(RouteTable table, String subset, RequestView request) {
		int count = 0;
		for (int i = 0; i < PICKS; i++) {
			count += subset.equals(destination(table, request)) ? 1 : 0;
		}
		return count;
	}

	private static String destination(RouteTable table, RequestView request) {
		int target = table.target(request);
		return (target != RouteTable.NOWHERE) ? table.targets().get(target).subset().name() : null;
	}

}
