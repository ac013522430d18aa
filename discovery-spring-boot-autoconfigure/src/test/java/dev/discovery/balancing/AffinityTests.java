package dev.discovery.balancing;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request and a client keep to.
 */
class AffinityTests {

	private static final Affinity STICKY = new Affinity(0, "user");

	private final ScriptedBackend backend = new ScriptedBackend();

	private final VirtualTime time = new VirtualTime();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	static Iterable<Policy> policies() {
		return Policies.all();
	}

	@ParameterizedTest
	@MethodSource("policies")
	void aRequestGoesToTheInstanceInItsCookieWhateverThePolicy(Policy policy) {
		Balancer balancer = balancer(BalancingSettings.of(policy).with(STICKY), 5);
		PickContext third = cookie(id(3));
		for (int i = 0; i < 50; i++) {
			Candidate picked = balancer.pick("orders", third);
			assertThat(picked.instance().getPort()).isEqualTo(3);
			picked.stats().begin();
		}
		Set<Candidate> others = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			others.add(balancer.pick("orders", cookie("orders-gone")));
		}
		assertThat(others).hasSizeGreaterThan(1);
	}

	@Test
	void aRetryGoesElsewhere() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.roundRobin()).with(STICKY), 5);
		PickContext tried = PickContext.of(cookie(id(3)).request(), (candidate) -> candidate.instance().getPort() == 3);
		for (int i = 0; i < 10; i++) {
			assertThat(balancer.pick("orders", tried).instance().getPort()).isNotEqualTo(3);
		}
	}

	@Test
	void anInstanceThatIsTakenOutLosesItsRequestsUntilItIsBack() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.roundRobin()).with(STICKY), 5);
		assertThat(balancer.quarantine("orders", id(3), Duration.ofMinutes(1), "a test")).isCompletedWithValue(true);
		assertThat(balancer.pick("orders", cookie(id(3))).instance().getPort()).isNotEqualTo(3);
		balancer.release("orders", id(3));
		assertThat(balancer.pick("orders", cookie(id(3))).instance().getPort()).isEqualTo(3);
	}

	@Test
	void withoutACookieToLookForNobodyLooks() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.roundRobin()), 5);
		Set<Candidate> picked = new HashSet<>();
		for (int i = 0; i < 5; i++) {
			picked.add(balancer.pick("orders", cookie(id(3))));
		}
		assertThat(picked).hasSize(5);
	}

	@Test
	void whatBelongsToAnInstanceGoesThereEvenWhileItIsWarmingUp() {
		Policy hash = Policies.consistentHash()
			.with(new PolicySettings(new HashKey("X-User", null, null, null), 0, PeakEwmaSettings.DEFAULT));
		BalancingSettings settings = BalancingSettings.of(hash)
			.with(new SlowStart(Duration.ofMinutes(1), 1))
			.with(STICKY);
		Balancer balancer = balancer(settings, 2);
		answer(3);
		assertThat(balancer.explain("orders").instances())
			.anySatisfy((report) -> assertThat(report.reason()).contains("coming to its full share: 10 %"));
		int ofTheNewOne = 0;
		for (int key = 0; key < 300; key++) {
			PickContext context = PolicyFixture.with("header", "user-" + key);
			Candidate owner = balancer.pick("orders", context);
			ofTheNewOne += (owner.instance().getPort() == 3) ? 1 : 0;
			for (int i = 0; i < 10; i++) {
				assertThat(balancer.pick("orders", context)).isSameAs(owner);
			}
			assertThat(balancer.pick("orders", cookie(id(3))).instance().getPort()).isEqualTo(3);
		}
		assertThat(ofTheNewOne).isBetween(70, 130);
	}

	@Test
	void tellsOfRequestsWithoutAKeyWhereTheyGo() {
		Policy hash = Policies.consistentHash()
			.with(new PolicySettings(new HashKey("X-User", null, null, null), 0, PeakEwmaSettings.DEFAULT));
		Balancer balancer = balancer(BalancingSettings.of(hash), 1);
		Instance heavy = Instance.builder("orders", "localhost", 2).metadata(Map.of(Instance.WEIGHT, "3")).build();
		Instance none = Instance.builder("orders", "localhost", 3).metadata(Map.of(Instance.WEIGHT, "0")).build();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1), heavy, none);
		RequestView keyless = PolicyFixture.request("nowhere", "");
		assertThat(picksOf(2, 1_000, balancer)).isEqualTo(500);
		assertThat(balancer.explain("orders", keyless).instances()).extracting(InstanceReport::share)
			.containsExactly(0.5, 0.5, 0.0);
		assertThat(balancer.explain("orders").instances()).as("of all keys together")
			.extracting(InstanceReport::share)
			.containsExactly(0.25, 0.75, 0.0);
	}

	@Test
	void weightsAndWarmingUpAreMultipliedOnce() {
		BalancingSettings settings = BalancingSettings.of(Policies.weighted())
			.with(new SlowStart(Duration.ofMinutes(1), 1));
		Balancer balancer = balancer(settings, 2);
		answer(3);
		assertThat(picksOf(3, 2_100, balancer)).isBetween(95, 105);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(picksOf(3, 2_500, balancer)).isBetween(490, 510);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(picksOf(3, 3_000, balancer)).isBetween(990, 1_010);
	}

	@Test
	void theShareOfOneThatComesBackGrowsWithWeightsToo() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.weighted()), 3);
		Candidate third = balancer.pick("orders", onlyLeft(3));
		for (int i = 0; i < 5; i++) {
			third.stats().end(third.stats().begin(), Outcome.NEVER_SENT);
		}
		assertThat(picksOf(3, 100, balancer)).isZero();
		advanceUntilItIsBack(third);
		assertThat(picksOf(3, 2_100, balancer)).isBetween(95, 105);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(third.stats().share()).isBetween(500, 525);
		assertThat(picksOf(3, 2_500, balancer)).isBetween(490, 510);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(picksOf(3, 3_000, balancer)).isBetween(990, 1_010);
	}

	private void advanceUntilItIsBack(Candidate ejected) {
		for (int i = 0; i < 200 && ejected.stats().ejection() != null; i++) {
			this.time.advance(Duration.ofMillis(250));
		}
		assertThat(ejected.stats().ejection()).isNull();
	}

	private static int picksOf(int port, int picks, Balancer balancer) {
		int count = 0;
		for (int i = 0; i < picks; i++) {
			count += (balancer.pick("orders", PickContext.NONE).instance().getPort() == port) ? 1 : 0;
		}
		return count;
	}

	/** All but one have been tried. */
	private static PickContext onlyLeft(int port) {
		return (candidate) -> candidate.instance().getPort() != port;
	}

	@Test
	void aClientKeepsToItsSliceAndCallsTheOthersLast() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.roundRobin()).with(new Affinity(4, "user")), 20);
		Set<Candidate> slice = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			slice.add(balancer.pick("orders", PickContext.NONE));
		}
		assertThat(slice).hasSize(4);
		Set<Candidate> tried = new HashSet<>();
		for (int i = 0; i < 20; i++) {
			Candidate picked = balancer.pick("orders", tried::contains);
			assertThat(tried.add(picked)).isTrue();
			assertThat(slice.contains(picked)).as("attempt %d", i).isEqualTo(i < 4);
		}
		Candidate other = tried.stream().filter((candidate) -> !slice.contains(candidate)).findFirst().orElseThrow();
		assertThat(balancer.pick("orders", cookie(other.instance().getInstanceId()))).isSameAs(other);
	}

	@Test
	void aSliceStaysAsLargeWhenOneOfItIsTakenOut() {
		Balancer balancer = balancer(BalancingSettings.of(Policies.roundRobin()).with(new Affinity(4, null)), 20);
		Candidate one = balancer.pick("orders", PickContext.NONE);
		balancer.quarantine("orders", one.instance().getInstanceId(), Duration.ofMinutes(1), "a test");
		Set<Candidate> slice = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			slice.add(balancer.pick("orders", PickContext.NONE));
		}
		assertThat(slice).hasSize(4).doesNotContain(one);
	}

	private static PickContext cookie(String value) {
		return PolicyFixture.with("cookie", value);
	}

	private static String id(int port) {
		return ScriptedBackend.instance("orders", port).getInstanceId();
	}

	private Balancer balancer(BalancingSettings settings, int count) {
		Balancer balancer = new Balancer(this.directory, (serviceId) -> settings, new BalancingRuntime(this.time,
				this.time, Randomness.seeded(3), BalancingObserver.NONE, null, () -> "web-1"));
		answer(count);
		balancer.pool("orders");
		return balancer;
	}

	private void answer(int count) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", 1, count));
	}

}
