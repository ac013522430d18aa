package dev.discovery.balancing.policy;

import java.util.HashSet;
import java.util.Set;

import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinPolicyTests extends PickerContractTests {

	@Override
	Policy policy() {
		return Policies.roundRobin();
	}

	@Test
	void visitsEverybodyOncePerRound() {
		Picker picker = over(candidates(5), 3);
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
		Candidate[] candidates = candidates(3);
		Rotation rotation = new Rotation(Randomness.seeded(1));
		Candidate last = policy().over(candidates, rotation).pick(PickContext.NONE);
		assertThat(policy().over(candidates, rotation).pick(PickContext.NONE)).isNotSameAs(last);
	}

}
