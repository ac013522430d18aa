package dev.discovery.balancing.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every policy promises.
 */
abstract class PickerContractTests {

	private final VirtualTime time = new VirtualTime();

	abstract Policy policy();

	@Test
	void picksNobodyWhereThereIsNobody() {
		assertThat(over(candidates(0), 1).pick(PickContext.NONE)).isNull();
	}

	@Test
	void picksTheOnlyOne() {
		Candidate[] candidates = candidates(1);
		assertThat(over(candidates, 1).pick(PickContext.NONE)).isSameAs(candidates[0]);
	}

	@Test
	void givesEverybodyAFairShareWhenNothingIsInFlight() {
		for (long seed = 0; seed < 50; seed++) {
			Candidate[] candidates = candidates(7);
			Picker picker = over(candidates, seed);
			Map<Candidate, Integer> picks = new HashMap<>();
			for (int i = 0; i < 7_000; i++) {
				picks.merge(picker.pick(PickContext.NONE), 1, Integer::sum);
			}
			assertThat(picks.values()).as("seed %d", seed)
				.hasSize(7)
				.allSatisfy((share) -> assertThat(share).isBetween(850, 1_150));
		}
	}

	@Test
	void survivesTheOverflowOfItsCounter() {
		Candidate[] candidates = candidates(3);
		Picker picker = policy().over(candidates, new Rotation((bound) -> bound - 1));
		for (int i = 0; i < 10; i++) {
			assertThat(Arrays.asList(candidates)).contains(picker.pick(PickContext.NONE));
		}
	}

	@Test
	void hasALowerCaseName() {
		assertThat(policy().name()).matches("[a-z]+(-[a-z]+)*");
	}

	final Picker over(Candidate[] candidates, long seed) {
		return policy().over(candidates, new Rotation(Randomness.seeded(seed)));
	}

	final Candidate[] candidates(int count) {
		return IntStream.range(0, count)
			.mapToObj(
					(i) -> new Candidate(Instance.builder("orders", "h", i + 1).build(), new InstanceStats(this.time)))
			.toArray(Candidate[]::new);
	}

}
