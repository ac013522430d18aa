package dev.discovery.balancing.policy;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinPolicyTests {

	private final PolicyFixture fixture = new PolicyFixture();

	private final Policy policy = Policies.roundRobin();

	@Test
	void visitsEverybodyOncePerRound() {
		Picker picker = this.policy.over(this.fixture.candidates(5), PolicyFixture.rotation(3));
		for (int round = 0; round < 4; round++) {
			Set<Candidate> visited = new HashSet<>();
			for (int i = 0; i < 5; i++) {
				visited.add(picker.pick(PickContext.NONE));
			}
			assertThat(visited).hasSize(5);
		}
	}

	@Test
	void goesOnWhereThePickerBeforeItStopped() {
		Candidate[] candidates = this.fixture.candidates(3);
		Rotation rotation = PolicyFixture.rotation(1);
		Candidate last = this.policy.over(candidates, rotation).pick(PickContext.NONE);
		assertThat(this.policy.over(candidates, rotation).pick(PickContext.NONE)).isNotSameAs(last);
	}

}
