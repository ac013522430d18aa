package dev.discovery.balancing.policy;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeastRequestPolicyTests {

	private final PolicyFixture fixture = new PolicyFixture();

	private final Policy policy = Policies.leastRequest();

	@Test
	void isRoundRobinWhenIdle() {
		Picker picker = this.policy.over(this.fixture.candidates(5), PolicyFixture.rotation(3));
		Set<Candidate> visited = new HashSet<>();
		for (int i = 0; i < 5; i++) {
			visited.add(picker.pick(PickContext.NONE));
		}
		assertThat(visited).hasSize(5);
	}

	@Test
	void avoidsTheBusyOneOfTwo() {
		Candidate[] candidates = this.fixture.candidates(2);
		candidates[0].stats().begin();
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(3));
		for (int i = 0; i < 10; i++) {
			assertThat(picker.pick(PickContext.NONE)).isSameAs(candidates[1]);
		}
	}

	@Test
	void evensOutWhatIsInFlight() {
		Candidate[] candidates = this.fixture.candidates(10);
		for (int i = 0; i < 50; i++) {
			candidates[0].stats().begin();
		}
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(3));
		for (int i = 0; i < 450; i++) {
			Candidate picked = picker.pick(PickContext.NONE);
			assertThat(picked).isNotNull();
			picked.stats().begin();
		}
		assertThat(candidates[0].stats().inFlight()).isLessThanOrEqualTo(55);
		assertThat(candidates).allSatisfy((candidate) -> assertThat(candidate.stats().inFlight()).isBetween(45, 55));
	}

}
