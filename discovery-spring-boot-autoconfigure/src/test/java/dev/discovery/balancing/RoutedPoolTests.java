package dev.discovery.balancing;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Preference;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Requests;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.OutlierSettings;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Routes as callers see them: through pools that change.
 */
@ExtendWith(OutputCaptureExtension.class)
class RoutedPoolTests {

	private static final RequestView V2 = Requests.get("/", "X-Version", "2");

	private static final RequestView PLAIN = Requests.get("/");

	private static final ServiceRoutes SUBSETS = ServiceRoutes.over(Subset.named("v1").version("1"),
			Subset.named("v2").version("2"));

	private static final Route TO_V2 = Route.when(RequestMatch.ANY.header(HeaderMatch.exact("X-Version", "2")))
		.to("v2");

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(3), BalancingObserver.NONE));

	@Test
	void withoutRoutesThereIsNothingButTheWholePool() {
		answer("orders", "1", "2");
		assertThat(this.balancer.pool("orders").routed()).isNull();
		assertThat(this.balancer.pool("orders", V2)).isSameAs(this.balancer.pool("orders"));
		route((serviceId) -> "other".equals(serviceId) ? SUBSETS.route(TO_V2) : null);
		assertThat(this.balancer.pool("orders").routed()).isNull();
	}

	@Test
	void sendsRequestsToTheirSubset() {
		answer("orders", "1", "1", "2", "2", "3");
		route(TO_V2);
		assertThat(picked(V2)).containsExactly(3, 4);
		assertThat(picked(PLAIN)).containsExactly(1, 2, 3, 4, 5);
		assertThat(picked(RequestView.NONE)).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void aCanaryOf10PercentGetsThatWithinOnePercentOverTenThousandPicks() {
		answer("orders", "1", "1", "1", "2");
		route(Route.always().to(Map.of("v1", 90, "v2", 10)));
		int canary = 0;
		for (int i = 0; i < 10_000; i++) {
			canary += (this.balancer.pick("orders", PickContext.of(PLAIN)).instance().getPort() == 4) ? 1 : 0;
		}
		assertThat(canary).isCloseTo(1_000, within(100));
	}

	@Test
	void subsetsTakeTurnsEvenIfTheirCallsAlternate() {
		answer("orders", "1", "1", "2", "2");
		route(TO_V2, Route.always().to("v1"));
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			ports.add(pick((i % 2 == 0) ? V2 : PLAIN).instance().getPort());
		}
		assertThat(new TreeSet<>(ports)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void aRetryStaysInItsSubsetAndLeavesItOnlyWhenNobodyThereIsLeft() {
		answer("orders", "1", "2", "2");
		route(TO_V2);
		Call call = this.balancer.call(this.balancer.pool("orders", V2), V2, true);
		Set<Integer> first = new TreeSet<>();
		first.add(call.begin().instance().getPort());
		assertThat(call.failed(new ConnectException("refused"), false)).isZero();
		first.add(call.begin().instance().getPort());
		assertThat(first).containsExactly(2, 3);
		assertThat(call.failed(new ConnectException("refused"), false)).isPositive();
		assertThat(call.begin().instance().getPort()).isOne();
		call.answered(200, false);
	}

	@Test
	void aRetryFindsTheSubsetAsItIsNow() {
		answer("orders", "1", "2");
		route(TO_V2.orRefuse());
		Call call = this.balancer.call(this.balancer.pool("orders", V2), V2, true);
		assertThat(call.begin().instance().getPort()).isEqualTo(2);
		answer("orders", "1", "2", "1", "2");
		assertThat(call.failed(new ConnectException("refused"), false)).isZero();
		assertThat(call.begin().instance().getPort()).isEqualTo(4);
		call.answered(200, false);
	}

	@Test
	void aRetryOfASubsetThatIsNoMoreGoesOnAsItBegan() {
		answer("orders", "2", "2");
		route(TO_V2);
		Call call = this.balancer.call(this.balancer.pool("orders", V2), V2, true);
		call.begin();
		this.balancer.route(Routing.NONE);
		assertThat(call.failed(new ConnectException("refused"), false)).isZero();
		call.begin();
		call.answered(200, false);
	}

	@Test
	void anEmptySubsetFallsBackToAll(CapturedOutput output) {
		answer("orders", "1", "1");
		route(TO_V2);
		assertThat(picked(V2)).containsExactly(1, 2);
		assertThat(output).contains("No instance is fit in subset 'v2' (version=2) of 'orders': its calls go to all");
		answer("orders", "1", "2");
		assertThat(picked(V2)).containsExactly(2);
		assertThat(output).contains("There are instances in subset 'v2' (version=2) of 'orders' again");
	}

	@Test
	void anEmptySubsetRefusesWhereItIsTold(CapturedOutput output) {
		answer("orders", "1", "1");
		route(TO_V2.orRefuse());
		Call call = this.balancer.call(this.balancer.pool("orders", V2), V2, true);
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(call::begin)
			.withMessage("No instance of 'orders' can be called: rule 1 of its routes leads to the subset 'v2' "
					+ "(version=2), and it is refused where nobody there can be called; "
					+ "the registry (scripted) knows 2, of which none fits: 2 UP but not there");
		assertThat(output).containsOnlyOnce("No instance can be called in subset 'v2' (version=2) of 'orders'");
	}

	@Test
	void twoRulesToTheSameSubsetMayDifferInWhatHappensOtherwise() {
		answer("orders", "1", "1");
		route(Route.when(RequestMatch.ANY.path("/strict")).to("v2").orRefuse(), TO_V2);
		assertThat(pick(Requests.get("/strict", "X-Version", "2"))).isNull();
		assertThat(pick(V2)).isNotNull();
	}

	@Test
	void aSubsetWhoseOnlyInstanceIsEjectedLeavesItsCallsToTheOthers() {
		answer("orders", "1", "1", "1", "2");
		route(TO_V2);
		Candidate canary = pick(V2);
		for (int i = 0; i < 5; i++) {
			canary.stats().end(canary.stats().begin(), Outcome.FAILURE);
		}
		assertThat(canary.stats().ejection()).isNotNull();
		assertThat(picked(V2)).containsExactly(1, 2, 3);
	}

	@Test
	void aQuarantineOfASubsetsLastInstanceHoldsWhereOthersMayBeCalled() {
		answer("orders", "1", "2");
		route(TO_V2, Route.when(RequestMatch.ANY.path("/strict")).to("v2").orRefuse());
		assertThat(picked(V2)).containsExactly(2);
		this.balancer.quarantine("orders", "orders-localhost-2", Duration.ofMinutes(1), "test");
		assertThat(picked(V2)).containsExactly(1);
		assertThat(picked(Requests.get("/strict"))).containsExactly(2);
	}

	@Test
	void rulesChangeWithoutForgettingWhatIsKnown() {
		answer("orders", "1", "1", "2");
		Candidate candidate = pick(PLAIN);
		candidate.stats().end(candidate.stats().begin(), Outcome.SUCCESS);
		route(TO_V2);
		assertThat(picked(V2)).containsExactly(3);
		route(Route.always().to("v1"));
		assertThat(picked(V2)).containsExactly(1, 2);
		assertThat(this.balancer.pool("orders").candidates()).filteredOn((one) -> one.stats().successes() == 1)
			.hasSize(1);
		this.balancer.route(Routing.NONE);
		assertThat(picked(V2)).containsExactly(1, 2, 3);
	}

	@Test
	void routesAServiceThatIsAskedForLater() {
		route(TO_V2);
		answer("orders", "1", "2");
		assertThat(picked(V2)).containsExactly(2);
	}

	@Test
	void anOlderRoutingNeverComesAfterANewerOne() {
		for (String serviceId : List.of("orders", "billing")) {
			answer(serviceId, "1", "2");
			this.balancer.pool(serviceId);
		}
		boolean[] changed = { false };
		route((String serviceId) -> {
			if (!changed[0]) {
				changed[0] = true;
				route((any) -> SUBSETS.route(Route.always().to("v2")));
			}
			return SUBSETS.route(Route.always().to("v1"));
		});
		for (String serviceId : List.of("orders", "billing")) {
			assertThat(this.balancer.pool(serviceId, PLAIN).scope().name()).isEqualTo("subset 'v2' (version=2)");
		}
	}

	@Test
	void sendsRequestsToAnotherServiceWhoseOwnRulesDontCount() {
		answer("orders", "1");
		answer("orders-next", "1", "2");
		route((serviceId) -> switch (serviceId) {
			case "orders" -> SUBSETS.route(Route.always().toService("orders-next"));
			case "orders-next" -> SUBSETS.route(Route.always().toService("orders"));
			default -> null;
		});
		Pool pool = this.balancer.pool("orders", PLAIN);
		assertThat(pool.snapshot().serviceId()).isEqualTo("orders-next");
		assertThat(this.balancer.poolAsync("orders", PLAIN)).isCompletedWithValue(pool);
		assertThat(this.balancer.pool("orders-next", PLAIN).snapshot().serviceId()).isEqualTo("orders");
		Call call = this.balancer.call(pool, PLAIN, true);
		call.begin();
		call.failed(new ConnectException("refused"), false);
		assertThat(call.begin().instance().getServiceId()).isEqualTo("orders-next");
		call.answered(200, false);
	}

	@Test
	void fallsBackFromAnotherServiceThatHasNobody() {
		answer("orders", "1");
		answer("orders-next");
		route(Route.when(RequestMatch.ANY.path("/strict")).toService("orders-next").orRefuse(),
				Route.when(RequestMatch.ANY.path("/unheard")).toService("nobody"),
				Route.when(RequestMatch.ANY.path("/unheard-strict")).toService("nobody").orRefuse(),
				Route.always().toService("orders-next"));
		assertThat(pick(PLAIN).instance().getServiceId()).isEqualTo("orders");
		assertThat(pick(Requests.get("/strict"))).isNull();
		var strict = this.balancer.poolAsync("orders", Requests.get("/unheard-strict")).toCompletableFuture();
		var lenient = this.balancer.poolAsync("orders", Requests.get("/unheard")).toCompletableFuture();
		assertThat(lenient).isNotDone();
		this.time.advance(Duration.ofSeconds(3));
		assertThat(lenient.join().snapshot().serviceId()).isEqualTo("orders");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(strict::join)
			.withCauseInstanceOf(NoAnswerException.class);
	}

	@Test
	void aSubsetMayHaveItsOwnSettings() {
		answer("orders", "1", "2");
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return SUBSETS.route(TO_V2);
			}

			@Override
			public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
				return BalancingSettings.of(Policies.random())
					.with(new RetrySettings(false, 1, Duration.ZERO, Duration.ZERO, Set.of(), 0, 0,
							Duration.ofSeconds(1)));
			}

		});
		Pool subset = this.balancer.pool("orders", V2);
		assertThat(subset.policy().name()).isEqualTo("random");
		assertThat(subset.retries().maxAttempts()).isOne();
		assertThat(this.balancer.pool("orders", PLAIN).policy().name()).isEqualTo("round-robin");
		assertThat(this.balancer.pool("orders", PLAIN).retries().maxAttempts()).isEqualTo(3);
	}

	@Test
	void aSubsetMayHaveItsOwnRulesForOutliers() {
		OutlierSettings strict = new OutlierSettings(true, 1, OutlierSettings.DEFAULT.interval(),
				OutlierSettings.DEFAULT.successRate(), OutlierSettings.DEFAULT.failurePercentage(),
				OutlierSettings.DEFAULT.hung(), OutlierSettings.DEFAULT.time(), 100);
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return SUBSETS.route(TO_V2);
			}

			@Override
			public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
				return "v2".equals(subset) ? ofService.with(strict) : ofService;
			}

		});
		answer("orders", "1", "1", "2", "2");
		Candidate stable = this.balancer.pool("orders").candidates().get(0);
		Candidate canary = this.balancer.pool("orders").candidates().get(2);
		Candidate lastCanary = this.balancer.pool("orders").candidates().get(3);
		for (Candidate failing : List.of(stable, canary, lastCanary)) {
			failing.stats().end(failing.stats().begin(), Outcome.FAILURE);
		}
		assertThat(stable.stats().ejection()).isNull();
		assertThat(canary.stats().ejection()).isNotNull();
		assertThat(lastCanary.stats().ejection()).as("never the last of them").isNull();
		assertThat(picked(V2)).containsExactly(4);
		this.balancer.route(Routing.NONE);
		assertThat(canary.stats().ejection()).isNotNull();
		this.time.advance(Duration.ofSeconds(40));
		assertThat(canary.stats().ejection()).isNull();
	}

	@Test
	void aWishPrefersThoseWhoSayTheSame() {
		prefer(wish("hint", Otherwise.ALL, false));
		answer("orders", "a", "b", "b", null);
		assertThat(picked(hint("b"))).containsExactly(2, 3);
		assertThat(picked(hint("c"))).containsExactly(1, 2, 3, 4);
		assertThat(picked(PLAIN)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void aWishCostsNothingWhereNobodySaysAnything() {
		prefer(wish("hint", Otherwise.ALL, false));
		answer("orders", null, null);
		assertThat(this.balancer.pool("orders").routed()).isNull();
	}

	@Test
	void aWishKnowsSpellingsThatMeanTheSame() {
		prefer(wish("hint", Otherwise.REFUSE, false));
		answer("orders", "B", "b", "c");
		assertThat(picked(hint("b"))).containsExactly(1, 2);
		assertThat(picked(hint("B"))).containsExactly(1, 2);
		assertThat(pick(hint("d"))).isNull();
	}

	@Test
	void aWishMayBeRequired() {
		prefer(wish("hint", Otherwise.REFUSE, true));
		answer("orders", "a");
		assertThat(picked(hint("a"))).containsExactly(1);
		Call call = this.balancer.call(this.balancer.pool("orders", PLAIN), PLAIN, true);
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(call::begin)
			.withMessageContaining("it has no hint, which is required, and it is refused");
	}

	@Test
	void aRefusedWishIsExplainedAsItIsHoweverOftenTheServiceChanges(CapturedOutput output) {
		prefer(wish("hint", Otherwise.REFUSE, true));
		for (int i = 0; i < 3; i++) {
			answer("orders", IntStream.rangeClosed(0, i).mapToObj((one) -> "a").toArray(String[]::new));
			assertThat(picked(hint("a"))).hasSize(i + 1);
			assertThat(refusal(PLAIN)).contains("it has no hint, which is required, and it is refused");
			assertThat(refusal(hint("b"))).contains("no instance has its hint, and it is refused");
		}
		assertThat(output).doesNotContain("No instance can be called in");
	}

	private String refusal(RequestView request) {
		Call call = this.balancer.call(this.balancer.pool("orders", request), request, true);
		return assertThatExceptionOfType(NoInstanceException.class).isThrownBy(call::begin).actual().getMessage();
	}

	@Test
	void wishesAreHeardOneWithinTheOther() {
		prefer(wish("one", Otherwise.ALL, false), wish("two", Otherwise.ALL, false));
		this.directory.entry("orders");
		this.backend.answer("orders", instance(1, Map.of("one", "a", "two", "x")),
				instance(2, Map.of("one", "a", "two", "y")), instance(3, Map.of("one", "b", "two", "x")));
		assertThat(picked(Requests.get("/", "one", "a", "two", "x"))).containsExactly(1);
		assertThat(picked(Requests.get("/", "two", "x"))).containsExactly(1, 3);
		assertThat(picked(Requests.get("/", "one", "b", "two", "y"))).containsExactly(3);
	}

	@Test
	void explainsWhereARequestGoesWithoutCounting() {
		answer("orders", "1", "1", "2");
		route(TO_V2, Route.when(RequestMatch.ANY.path("/a")).to(Map.of("v1", 3, "v2", 1)));
		ServiceReport report = this.balancer.explain("orders", Requests.get("/a"));
		assertThat(report.routes()).extracting(RouteReport::rule).containsExactly(2, 2);
		assertThat(report.routes()).extracting(RouteReport::destination)
			.containsExactlyInAnyOrder("subset 'v1' (version=1)", "subset 'v2' (version=2)");
		assertThat(shares(report)).isEqualTo(Map.of(1, 0.375, 2, 0.375, 3, 0.25));
		ServiceReport toV2 = this.balancer.explain("orders", V2);
		assertThat(shares(toV2)).isEqualTo(Map.of(1, 0.0, 2, 0.0, 3, 1.0));
		assertThat(toV2.instances().get(0).passedOver()).isEqualTo(Step.SUBSET);
		assertThat(toV2.instances().get(0).reason())
			.isEqualTo("not in subset 'v2' (version=2), and picked when nobody there is left");
		assertThat(shares(this.balancer.explain("orders", PLAIN)).values())
			.allSatisfy((share) -> assertThat(share).isCloseTo(1 / 3.0, within(1e-9)));
		assertThat(this.balancer.explain("orders").routes()).isEmpty();
	}

	@Test
	void explainsWhatAnEmptySubsetMeans() {
		answer("orders", "1");
		route(TO_V2, Route.when(RequestMatch.ANY.path("/strict")).to("v2").orRefuse(),
				Route.when(RequestMatch.ANY.path("/other")).toService("unheard"));
		assertThat(this.balancer.explain("orders", V2).routes().get(0).note())
			.isEqualTo("nobody there is fit, so all are used");
		ServiceReport strict = this.balancer.explain("orders", Requests.get("/strict"));
		assertThat(strict.routes().get(0).note()).isEqualTo("nobody there can be called: refused");
		assertThat(strict.instances().get(0).pickable()).isFalse();
		assertThat(this.balancer.explain("orders", Requests.get("/other")).routes().get(0).destination())
			.isEqualTo("service 'unheard'");
		assertThat(this.balancer.known("unheard")).isNull();
	}

	@Test
	void instancesInLimboStayInTheirSubset() {
		route(TO_V2.orRefuse());
		answer("orders", "1", "2", "2", "2");
		answer("orders", "1");
		assertThat(this.directory.current("orders").limbo()).hasSize(3);
		assertThat(picked(V2)).containsExactly(2, 3, 4);
		assertThat(picked(PLAIN)).containsExactly(1);
		assertThat(this.balancer.explain("orders", V2).instances()).extracting(InstanceReport::passedOver)
			.containsExactly(Step.SUBSET, Step.LIMBO, Step.LIMBO, Step.LIMBO);
	}

	private static Map<Integer, Double> shares(ServiceReport report) {
		return report.instances()
			.stream()
			.collect(Collectors.toMap((one) -> one.instance().getPort(), InstanceReport::share));
	}

	private static RequestView hint(String value) {
		return Requests.get("/", "hint", value);
	}

	private static Preference wish(String key, Otherwise otherwise, boolean required) {
		UnaryOperator<String> lower = (value) -> value.toLowerCase(Locale.ROOT);
		return new Preference(key, key, (request) -> request.header(key), lower, otherwise, required);
	}

	private void prefer(Preference... wishes) {
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return null;
			}

			@Override
			public List<Preference> preferences(String serviceId) {
				return List.of(wishes);
			}

		});
	}

	private void route(Route... rules) {
		route((serviceId) -> "orders".equals(serviceId) ? new ServiceRoutes(SUBSETS.subsets(), List.of(rules)) : null);
	}

	private void route(Routing routing) {
		this.balancer.route(routing);
	}

	private Set<Integer> picked(RequestView request) {
		return IntStream.range(0, 50)
			.mapToObj((i) -> pick(request).instance().getPort())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private Candidate pick(RequestView request) {
		return this.balancer.pick("orders", PickContext.of(request));
	}

	/** Instances on ports from 1, of these versions, which are their hints too. */
	private void answer(String serviceId, String... versions) {
		this.directory.entry(serviceId);
		Instance[] instances = IntStream.range(0, versions.length)
			.mapToObj((i) -> Instance.builder(serviceId, "localhost", i + 1)
				.metadata((versions[i] != null) ? Map.of("version", versions[i], "hint", versions[i]) : Map.of())
				.build())
			.toArray(Instance[]::new);
		this.backend.answer(serviceId, instances);
	}

	private static Instance instance(int port, Map<String, String> metadata) {
		return Instance.builder("orders", "localhost", port).metadata(metadata).build();
	}

}
