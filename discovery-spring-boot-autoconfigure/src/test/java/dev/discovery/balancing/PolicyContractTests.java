package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicyFixture;
import dev.discovery.balancing.policy.PolicySettings;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.PeakEwmaSettings;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every policy promises, through a pool.
 */
class PolicyContractTests {

	private static final PickContext ALICE = PolicyFixture.with("header", "alice");

	private final ScriptedBackend backend = new ScriptedBackend();

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	static Stream<Policy> policies() {
		return Stream.concat(Policies.all().stream().map((policy) -> policy.with(settings(0))),
				Stream.of(Policies.consistentHash().with(settings(1.25))));
	}

	static Stream<Arguments> policiesAndRequests() {
		return policies().flatMap((policy) -> Stream.of(Keys.values()).map((keys) -> Arguments.of(policy, keys)));
	}

	private static PolicySettings settings(double boundedLoad) {
		return new PolicySettings(new HashKey("X-User", null, null, null), boundedLoad, PeakEwmaSettings.DEFAULT);
	}

	@ParameterizedTest
	@MethodSource("policies")
	void picksNobodyWhereThereIsNobody(Policy policy) {
		Balancer balancer = balancer(policy, 0);
		assertThat(balancer.pick("orders", PickContext.NONE)).isNull();
		assertThat(balancer.pick("orders", ALICE)).isNull();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void picksTheOnlyOneAndNobodyAfterIt(Policy policy) {
		Balancer balancer = balancer(policy, 1);
		for (PickContext context : List.of(PickContext.NONE, ALICE)) {
			Candidate only = balancer.pick("orders", context);
			assertThat(only).isNotNull();
			assertThat(balancer.pick("orders", PickContext.of(context.request(), (candidate) -> true))).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("policies")
	void neverPicksATriedOneWhileAnotherIsLeft(Policy policy) {
		for (int count : new int[] { 2, 3, 10, 100 }) {
			Balancer balancer = balancer(policy, count);
			for (RequestView request : List.of(RequestView.NONE, ALICE.request())) {
				Set<Candidate> tried = new HashSet<>();
				for (int i = 0; i < count; i++) {
					Candidate picked = balancer.pick("orders", PickContext.of(request, tried::contains));
					assertThat(picked).as("attempt %d of %d", i, count).isNotNull();
					assertThat(tried.add(picked)).isTrue();
					picked.stats().begin();
				}
				assertThat(balancer.pick("orders", PickContext.of(request, tried::contains))).isNull();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("policiesAndRequests")
	void givesEverybodyItsShareWithinFivePercent(Policy policy, Keys keys) {
		Balancer balancer = balancer(policy, 10);
		Map<String, Integer> shares = new HashMap<>();
		for (int i = 0; i < 100_000; i++) {
			call(balancer, keys.request(i), shares);
		}
		assertThat(shares.values()).hasSize(10)
			.allSatisfy((share) -> assertThat((double) share).isCloseTo(10_000, Percentage.withPercentage(5)));
	}

	@ParameterizedTest
	@MethodSource("policiesAndRequests")
	void staysFairWhileInstancesComeAndGo(Policy policy, Keys keys) {
		Balancer balancer = balancer(policy, 10);
		Map<String, Integer> shares = new HashMap<>();
		for (int i = 0; i < 500; i++) {
			answer((i % 2 == 0) ? 9 : 10);
			for (int pick = 0; pick < 148; pick++) {
				call(balancer, keys.request(i * 148 + pick), shares);
			}
		}
		String comesAndGoes = ScriptedBackend.instance("orders", 10).getInstanceId();
		double share = 250 * 148 / 9.0 + 250 * 148 / 10.0;
		assertThat(shares).hasSize(10);
		shares.forEach((id, picks) -> {
			if (!id.equals(comesAndGoes)) {
				assertThat((double) picks).as(id).isCloseTo(share, Percentage.withPercentage(5));
			}
		});
		assertThat((double) shares.get(comesAndGoes)).isCloseTo(3_700, Percentage.withPercentage(10));
	}

	@ParameterizedTest
	@MethodSource("policies")
	void aKeyStaysWhereItIsOverARebuildWhereItHasAnOwner(Policy policy) {
		Balancer balancer = balancer(policy, 10);
		List<Candidate> before = owners(balancer);
		answer(11);
		List<Candidate> after = owners(balancer);
		assertThat(Stream.of(before, after).flatMap(List::stream)).doesNotContainNull();
		if (policy.name().equals(Policies.CONSISTENT_HASH)) {
			Candidate joined = balancer.pool("orders")
				.candidates()
				.stream()
				.filter((candidate) -> candidate.instance().getPort() == 11)
				.findFirst()
				.orElseThrow();
			assertThat(after).contains(joined);
			for (int i = 0; i < after.size(); i++) {
				assertThat(after.get(i)).isIn(before.get(i), joined);
			}
		}
	}

	private static List<Candidate> owners(Balancer balancer) {
		return IntStream.range(0, 1_000).mapToObj((i) -> balancer.pick("orders", Keys.MANY.request(i))).toList();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void survivesTheOverflowOfItsCounter(Policy policy) {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(policy),
				new BalancingRuntime(this.time, this.time, (bound) -> bound - 1, BalancingObserver.NONE));
		answer(3);
		List<Candidate> picked = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			picked.add(balancer.pick("orders", PickContext.NONE));
			picked.add(balancer.pick("orders", Keys.MANY.request(i)));
		}
		assertThat(picked).doesNotContainNull();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void hasALowerCaseName(Policy policy) {
		assertThat(policy.name()).matches("[a-z]+(-[a-z]+)*");
	}

	private static void call(Balancer balancer, PickContext context, Map<String, Integer> shares) {
		Candidate picked = balancer.pick("orders", context);
		picked.stats().end(picked.stats().begin(), Outcome.SUCCESS);
		shares.merge(picked.instance().getInstanceId(), 1, Integer::sum);
	}

	private Balancer balancer(Policy policy, int count) {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(policy),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(3), BalancingObserver.NONE));
		answer(count);
		balancer.pool("orders");
		return balancer;
	}

	private void answer(int count) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", 1, count));
	}

	/**
	 * What the requests have to go by.
	 */
	enum Keys {

		/** Nothing. */
		NONE,

		/** One of a hundred thousand users each. */
		MANY;

		PickContext request(int number) {
			return (this == NONE) ? PickContext.NONE : PolicyFixture.with("header", "user-" + number);
		}

	}

}
