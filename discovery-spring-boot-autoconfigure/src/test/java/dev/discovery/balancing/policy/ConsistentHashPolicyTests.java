package dev.discovery.balancing.policy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import dev.discovery.fitness.PeakEwmaSettings;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsistentHashPolicyTests {

	private static final int KEYS = 20_000;

	private final PolicyFixture fixture = new PolicyFixture();

	private final Policy policy = policy(0);

	/** As pools that are in use do. */
	private final List<Picker> pickers = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5, 9, 10, 16, 17, 20, 100 })
	void fewKeysMoveWhenOneLeavesWhicheverItIs(int count) {
		Candidate[] all = this.fixture.candidates(count);
		// of so many keys, each has a thousand or more
		PickContext[] keys = keys(Math.max(KEYS, 1_000 * count));
		Candidate[] before = owners(all, keys);
		for (Candidate leaver : all) {
			Candidate[] after = owners(
					Arrays.stream(all).filter((candidate) -> candidate != leaver).toArray(Candidate[]::new), keys);
			int moved = 0;
			for (int key = 0; key < keys.length; key++) {
				if (before[key] != after[key]) {
					assertThat(before[key]).isSameAs(leaver);
					moved++;
				}
			}
			assertThat(moved).isLessThanOrEqualTo((int) (1.2 / count * keys.length));
		}
	}

	@Test
	void spreadsTheKeysEvenlyOrByWeight() {
		assertThat(shares(this.fixture.candidates(10)).values()).hasSize(10)
			.allSatisfy((share) -> assertThat((double) share).isCloseTo(KEYS / 10.0, Percentage.withPercentage(20)));
		Candidate[] weighing = this.fixture.weighing("1", "3", "0", "4");
		Map<Candidate, Integer> shares = shares(weighing);
		assertThat(shares).doesNotContainKey(weighing[2]);
		assertThat((double) shares.get(weighing[0])).isCloseTo(KEYS / 8.0, Percentage.withPercentage(15));
		assertThat((double) shares.get(weighing[3])).isCloseTo(KEYS / 2.0, Percentage.withPercentage(10));
	}

	@Test
	void aChangeOfWeightMovesKeysOnlyFromOrToThatInstance() {
		Candidate[] before = owners(this.fixture.weighing("1", "1", "1", "1"));
		Candidate[] after = owners(this.fixture.weighing("1", "3", "1", "1"));
		for (int key = 0; key < KEYS; key++) {
			if (!before[key].instance().equals(after[key].instance())) {
				assertThat(after[key].instance().getPort()).isEqualTo(2);
			}
		}
	}

	@Test
	void theOrderInTheRegistryDoesNotMatter() {
		Candidate[] candidates = this.fixture.candidates(7);
		Candidate[] reversed = IntStream.rangeClosed(1, 7).mapToObj((i) -> candidates[7 - i]).toArray(Candidate[]::new);
		assertThat(owners(reversed)).isEqualTo(owners(candidates));
	}

	@Test
	void allClientsOfAllVersionsAgree() {
		Candidate[] candidates = this.fixture.candidates(5);
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(1));
		assertThat(List.of("alice", "bob", "", "a-longer-key-with-umlauts-\u00fc", "42"))
			.extracting((key) -> picker.pick(PolicyFixture.with("header", key)).instance().getPort())
			.containsExactly(1, 2, 3, 1, 4);
	}

	@Test
	void poolsOfTheSameInstancesShareARing() {
		Candidate[] candidates = this.fixture.candidates(100);
		Policy other = this.policy
			.with(new PolicySettings(new HashKey(null, "user", null, null), 0, PeakEwmaSettings.DEFAULT));
		assertThat(bytesFor(() -> this.pickers.add(this.policy.over(candidates, PolicyFixture.rotation(1)))))
			.isGreaterThan(1_000_000);
		assertThat(bytesFor(() -> this.policy.over(candidates, PolicyFixture.rotation(1)))).isLessThan(100_000);
		assertThat(bytesFor(() -> other.over(candidates, PolicyFixture.rotation(1)))).isLessThan(100_000);
	}

	@Test
	void whoInheritsAKeyIsWhoGetsItsRetries() {
		Candidate[] all = this.fixture.candidates(6);
		Picker picker = this.policy.over(all, PolicyFixture.rotation(1));
		for (int key = 0; key < 200; key++) {
			PickContext context = PolicyFixture.with("header", "user-" + key);
			Candidate owner = picker.pick(context);
			Candidate second = picker.pick(PickContext.of(context.request(), (candidate) -> candidate == owner));
			Candidate[] others = Arrays.stream(all).filter((candidate) -> candidate != owner).toArray(Candidate[]::new);
			assertThat(this.policy.over(others, PolicyFixture.rotation(1)).pick(context)).isSameAs(second);
		}
	}

	@Test
	void visitsEverybodyBeforeAnybodyTwice() {
		Picker picker = this.policy.over(this.fixture.candidates(6), PolicyFixture.rotation(1));
		RequestView request = PolicyFixture.request("header", "alice");
		Set<Candidate> tried = new HashSet<>();
		for (int i = 0; i < 6; i++) {
			tried.add(picker.pick(PickContext.of(request, tried::contains)));
		}
		assertThat(tried).hasSize(6);
		assertThat(picker.pick(PickContext.of(request, tried::contains))).isNotNull();
	}

	@Test
	void theKeyMayStandAnywhere() {
		Policy anywhere = Policies.consistentHash()
			.with(new PolicySettings(new HashKey("X-User", "user", "user", "user"), 0, PeakEwmaSettings.DEFAULT));
		Picker picker = anywhere.over(this.fixture.candidates(10), PolicyFixture.rotation(1));
		Candidate owner = picker.pick(PolicyFixture.with("header", "bob"));
		for (String where : new String[] { "header", "cookie", "query", "attribute" }) {
			for (int i = 0; i < 50; i++) {
				assertThat(picker.pick(PolicyFixture.with(where, "bob"))).as(where).isSameAs(owner);
			}
		}
	}

	@Test
	void aRequestWithoutAKeyGoesWhereThereIsLittleToDo() {
		Candidate[] candidates = this.fixture.candidates(4);
		candidates[1].stats().begin();
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(1));
		assertThat(PolicyFixture.shares(picker, 400)).containsOnlyKeys(candidates[0], candidates[2], candidates[3]);
	}

	@Test
	void aBusyOwnerKeepsItsKeysUnlessItsLoadIsBounded() {
		PickContext alice = PolicyFixture.with("header", "alice");
		Candidate[] candidates = this.fixture.candidates(5);
		Candidate owner = this.policy.over(candidates, PolicyFixture.rotation(1)).pick(alice);
		begin(owner, 50);
		assertThat(this.policy.over(candidates, PolicyFixture.rotation(1)).pick(alice)).isSameAs(owner);
		assertThat(policy(1.25).over(candidates, PolicyFixture.rotation(1)).pick(alice)).isNotSameAs(owner);
	}

	@Test
	void nobodyGetsMuchMoreThanItsBoundedLoad() {
		Candidate[] candidates = this.fixture.candidates(5);
		Picker picker = policy(1.25).over(candidates, PolicyFixture.rotation(1));
		PickContext alice = PolicyFixture.with("header", "alice");
		List<Integer> loads = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			begin(picker.pick(alice), 1);
		}
		for (Candidate candidate : candidates) {
			loads.add(candidate.stats().inFlight());
		}
		assertThat(loads).allSatisfy((load) -> assertThat(load).isLessThanOrEqualTo((int) Math.ceil(1.25 * 200 / 5)));
		assertThat(loads).contains(50);
	}

	private static long bytesFor(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static Policy policy(double boundedLoad) {
		return Policies.consistentHash()
			.with(new PolicySettings(new HashKey("X-User", null, null, null), boundedLoad, PeakEwmaSettings.DEFAULT));
	}

	private static void begin(Candidate candidate, int calls) {
		for (int i = 0; i < calls; i++) {
			candidate.stats().begin();
		}
	}

	private Candidate[] owners(Candidate[] candidates) {
		return owners(candidates, keys(KEYS));
	}

	private Candidate[] owners(Candidate[] candidates, PickContext[] keys) {
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(1));
		return Arrays.stream(keys).map(picker::pick).toArray(Candidate[]::new);
	}

	private static PickContext[] keys(int count) {
		return IntStream.range(0, count)
			.mapToObj((key) -> PolicyFixture.with("header", "user-" + key))
			.toArray(PickContext[]::new);
	}

	private Map<Candidate, Integer> shares(Candidate[] candidates) {
		Map<Candidate, Integer> shares = new HashMap<>();
		for (Candidate owner : owners(candidates)) {
			shares.merge(owner, 1, Integer::sum);
		}
		return shares;
	}

}
