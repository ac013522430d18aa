package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.CircuitOpenException;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.limit.Limits;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.balancing.route.Requests;
import dev.discovery.balancing.route.Route;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the calls of a subset have of their own, and that it lasts.
 */
@ExtendWith(OutputCaptureExtension.class)
class RoutedPoolSettingsTests implements BalancingObserver {

	private static final String PREFIX = "discovery.routes.services.orders.subsets.v2.load-balancer.";

	private static final RequestView V2 = Requests.get("/", "X-Version", "2");

	private static final RequestView STRICT = Requests.get("/strict");

	private static final RequestView PLAIN = Requests.get("/");

	private static final Route TO_V2 = Route.when(RequestMatch.ANY.header(HeaderMatch.exact("X-Version", "2")))
		.to("v2");

	private static final Route STRICTLY_TO_V2 = Route.when(RequestMatch.ANY.path("/strict")).to("v2").orRefuse();

	private static final LimitSettings ONE = new LimitSettings(1, 0);

	private static final CircuitBreakerSettings CIRCUIT = new CircuitBreakerSettings(true, 50, 2,
			Duration.ofSeconds(10), Duration.ofSeconds(10), 1);

	private static final BalancingSettings SERVICE = BalancingSettings.of(Policies.roundRobin());

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory, (serviceId) -> SERVICE,
			new BalancingRuntime(this.time, this.time, Randomness.seeded(3), this));

	private final List<String> heard = new ArrayList<>();

	private final Map<String, BalancingSettings> ofSubset = new HashMap<>();

	@Test
	void aSubsetsLimitIsItsOwnAndNamesItsProperty(CapturedOutput output) {
		this.ofSubset.put("v2", SERVICE.with(ONE));
		answer("1", "2");
		route(TO_V2);
		Call first = call(V2);
		first.begin();
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(call(V2)::begin)
			.withMessage("subset 'v2' of 'orders' has as many calls under way as it may have: 1 (" + PREFIX
					+ "limits.max-concurrent-per-service); this one was not made")
			.satisfies((ex) -> assertThat(ex.getServiceId()).isEqualTo("orders"));
		assertThat(this.heard).singleElement().asString().contains("limited: subset 'v2' of 'orders' has");
		Call other = call(PLAIN);
		other.begin();
		other.answered(200, false);
		first.answered(200, false);
		this.time.advance(Limits.CALM.plusSeconds(1));
		assertThat(output).containsOnlyOnce("No call of subset 'v2' of 'orders' has exceeded a limit for 10 s");
	}

	@Test
	void aSubsetsCircuitIsItsOwnAndNamesItsProperty(CapturedOutput output) {
		this.ofSubset.put("v2", SERVICE.with(CIRCUIT));
		answer("1", "2");
		route(TO_V2);
		openCircuit();
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(call(V2)::begin)
			.withMessageStartingWith("No call of subset 'v2' of 'orders' is made for now: ")
			.withMessageEndingWith("(" + PREFIX + "circuit-breaker.open-for)");
		assertThat(output).containsOnlyOnce("The circuit of subset 'v2' of 'orders' opens");
		assertThat(this.heard).containsExactly("orders OPEN: subset 'v2': 100 % of 2 calls failed within 10 s");
		Call other = call(PLAIN);
		other.begin();
		other.answered(200, false);
		this.time.advance(Duration.ofSeconds(11));
		Call trial = call(V2);
		trial.begin();
		trial.answered(200, false);
		assertThat(output).containsOnlyOnce("The circuit of subset 'v2' of 'orders' is closed again");
	}

	@Test
	void aSpentRetryBudgetNamesTheSubset(CapturedOutput output) {
		this.ofSubset.put("v2", SERVICE.with(oneRetryPerSecond()));
		answer("1", "2", "2");
		route(TO_V2);
		spendBudget();
		assertThat(output).containsOnlyOnce("So many calls of subset 'v2' of 'orders' fail");
	}

	@Test
	void aRefreshKeepsTheCallsThatAreUnderWay() {
		this.ofSubset.put("v2", SERVICE.with(ONE));
		answer("1", "2");
		route(TO_V2);
		Call first = call(V2);
		first.begin();
		route(TO_V2);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(call(V2)::begin);
		route(Route.when(RequestMatch.ANY.path("/other")).to("v1"), TO_V2);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(call(V2)::begin);
		first.answered(200, false);
		Call next = call(V2);
		next.begin();
		next.answered(200, false);
	}

	@Test
	void aRefreshKeepsAnOpenCircuitUnlessItsSettingsChange() {
		this.ofSubset.put("v2", SERVICE.with(ONE).with(CIRCUIT));
		answer("1", "2");
		route(TO_V2);
		openCircuit();
		route(TO_V2);
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(call(V2)::begin);
		this.ofSubset.put("v2", SERVICE.with(new LimitSettings(2, 0)).with(CIRCUIT));
		route(TO_V2);
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(call(V2)::begin);
		this.ofSubset.put("v2", SERVICE
			.with(new CircuitBreakerSettings(true, 50, 3, Duration.ofSeconds(10), Duration.ofSeconds(10), 1)));
		route(TO_V2);
		call(V2).begin();
	}

	@Test
	void aRefreshKeepsASpentRetryBudget() {
		this.ofSubset.put("v2", SERVICE.with(oneRetryPerSecond()));
		answer("1", "2", "2");
		route(TO_V2);
		spendBudget();
		route(TO_V2);
		Call call = call(V2);
		call.begin();
		assertThat(call.answered(503, false)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void aRefreshKeepsThePlaceInTheRound() {
		answer("2", "2");
		route(TO_V2);
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Call call = call(V2);
			ports.add(call.begin().instance().getPort());
			call.answered(200, false);
			route(TO_V2);
		}
		assertThat(IntStream.range(1, 20)).allSatisfy((i) -> assertThat(ports.get(i)).isNotEqualTo(ports.get(i - 1)));
	}

	@Test
	void aRefreshDoesNotRepeatThatASubsetHasNobody(CapturedOutput output) {
		answer("1");
		this.balancer.pool("orders");
		route(STRICTLY_TO_V2);
		route(STRICTLY_TO_V2);
		route(STRICTLY_TO_V2, TO_V2);
		assertThat(output).containsOnlyOnce("No instance can be called in subset 'v2' (version=2) of 'orders'");
		route(TO_V2, STRICTLY_TO_V2);
		answer("1", "2");
		assertThat(output).contains("There are instances in subset 'v2' (version=2) of 'orders' again");
	}

	@Test
	void aRefreshTellsWhichRuleLeadsToASubsetNow() {
		answer("1");
		route(STRICTLY_TO_V2);
		route(TO_V2, STRICTLY_TO_V2);
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(call(STRICT)::begin)
			.withMessageContaining("rule 2 of its routes leads to the subset 'v2'");
	}

	@Test
	void twoRulesToOneSubsetShareItsLimitItsCircuitAndItsBudget() {
		this.ofSubset.put("v2", SERVICE.with(ONE).with(CIRCUIT).with(oneRetryPerSecond()));
		answer("1", "2");
		route(TO_V2, STRICTLY_TO_V2);
		Pool lenient = this.balancer.pool("orders", V2);
		Pool strict = this.balancer.pool("orders", STRICT);
		assertThat(strict).isNotSameAs(lenient);
		assertThat(strict.admission()).isSameAs(lenient.admission())
			.isNotSameAs(this.balancer.pool("orders").admission());
		assertThat(strict.retries()).isSameAs(lenient.retries()).isNotSameAs(this.balancer.pool("orders").retries());
	}

	@Test
	void aSubsetWithoutSettingsOfItsOwnSharesItsServices() {
		answer("1", "2");
		route(TO_V2);
		Pool subset = this.balancer.pool("orders", V2);
		assertThat(subset.admission()).isSameAs(this.balancer.pool("orders").admission());
		assertThat(subset.retries()).isSameAs(this.balancer.pool("orders").retries());
	}

	private void openCircuit() {
		for (int i = 0; i < 2; i++) {
			Call failing = this.balancer.callOnce(this.balancer.pool("orders", V2), V2);
			failing.begin();
			failing.answered(500, true);
		}
	}

	private static RetrySettings oneRetryPerSecond() {
		RetrySettings usual = RetrySettings.DEFAULT;
		return new RetrySettings(true, 2, usual.backoff(), usual.maxBackoff(), usual.statuses(), 0, 1,
				Duration.ofSeconds(1));
	}

	private void spendBudget() {
		boolean spent = false;
		for (int i = 0; i < 10 && !spent; i++) {
			Call call = call(V2);
			call.begin();
			spent = call.answered(503, false) == Call.GIVE_UP;
			call.cancelled();
		}
		assertThat(spent).isTrue();
	}

	private Call call(RequestView request) {
		return this.balancer.call(this.balancer.pool("orders", request), request, true);
	}

	private static ServiceRoutes routes(Route... rules) {
		return new ServiceRoutes(
				ServiceRoutes.over(Subset.named("v1").version("1"), Subset.named("v2").version("2")).subsets(),
				List.of(rules));
	}

	private void route(Route... rules) {
		Map<String, BalancingSettings> own = Map.copyOf(this.ofSubset);
		this.balancer.route(new Routing() {

			@Override
			public ServiceRoutes routes(String serviceId) {
				return RoutedPoolSettingsTests.routes(rules);
			}

			@Override
			public BalancingSettings settings(String serviceId, String subset, BalancingSettings ofService) {
				return own.getOrDefault(subset, ofService);
			}

		});
	}

	/** Instances on ports from 1, of these versions. */
	private void answer(String... versions) {
		this.directory.entry("orders");
		this.backend.answer("orders",
				IntStream.range(0, versions.length)
					.mapToObj((i) -> Instance.builder("orders", "localhost", i + 1)
						.metadata(Map.of("version", versions[i]))
						.build())
					.toArray(Instance[]::new));
	}

	@Override
	public void limited(String serviceId, String detail) {
		this.heard.add(serviceId + " limited: " + detail);
	}

	@Override
	public void circuit(String serviceId, CircuitState state, String detail) {
		this.heard.add(serviceId + " " + state + ": " + detail);
	}

}
