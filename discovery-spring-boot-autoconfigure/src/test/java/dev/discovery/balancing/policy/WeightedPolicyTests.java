package dev.discovery.balancing.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WeightedPolicyTests {

	private final PolicyFixture fixture = new PolicyFixture();

	private final Policy policy = Policies.weighted();

	@Test
	void isFairToTheWeightsWithinFivePercent() {
		Random random = new Random(11);
		for (long seed = 0; seed < 100; seed++) {
			int[] weights = random.ints(2 + random.nextInt(9), 1, 21).toArray();
			Candidate[] candidates = this.fixture
				.weighing(Arrays.stream(weights).mapToObj(String::valueOf).toArray(String[]::new));
			Map<Candidate, Integer> shares = PolicyFixture
				.shares(this.policy.over(candidates, PolicyFixture.rotation(seed)), 10_000);
			double sum = Arrays.stream(weights).sum();
			for (int i = 0; i < weights.length; i++) {
				assertThat((double) shares.get(candidates[i])).as("seed %d, weight %d of %s", seed, weights[i], weights)
					.isCloseTo(10_000 * weights[i] / sum, Percentage.withPercentage(5));
			}
		}
	}

	@Test
	void isFairToOneThatOutweighsAThousand() {
		String[] weights = new String[1_000];
		Arrays.fill(weights, "1");
		weights[500] = "999";
		Candidate[] candidates = this.fixture.weighing(weights);
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(5));
		int inARow = 0;
		int most = 0;
		int heavy = 0;
		for (int i = 0; i < 100_000; i++) {
			boolean isHeavy = picker.pick(PickContext.NONE) == candidates[500];
			heavy += isHeavy ? 1 : 0;
			inARow = isHeavy ? inARow + 1 : 0;
			most = Math.max(most, inARow);
		}
		assertThat(heavy).isBetween(49_000, 51_000);
		assertThat(most).isLessThan(10);
	}

	@Test
	void isRoundRobinWhereAllWeighTheSame() {
		Picker picker = this.policy.over(this.fixture.weighing("7", "7", "7"), PolicyFixture.rotation(1));
		List<Candidate> picked = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			picked.add(picker.pick(PickContext.NONE));
		}
		assertThat(picked.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(picked.subList(3, 6));
	}

	@Test
	void whatCannotBeReadCountsAsOneWithOneWarningForEachInstance(CapturedOutput output) {
		Candidate[] candidates = this.fixture.weighing("heavy", null, "-1", "2");
		for (int i = 0; i < 3; i++) {
			Map<Candidate, Integer> shares = PolicyFixture
				.shares(this.policy.over(candidates, PolicyFixture.rotation(i)), 5_000);
			assertThat(shares.get(candidates[0])).isBetween(950, 1_050);
			assertThat(shares.get(candidates[2])).isBetween(950, 1_050);
			assertThat(shares.get(candidates[3])).isBetween(1_900, 2_100);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("counts as 1"))).hasSize(2)
			.anyMatch((line) -> line.contains("'heavy' is no whole number from 0 to 999999999"));
	}

	@Test
	void oneWithoutWeightGetsNothingUnlessThereIsNobodyElse() {
		Candidate[] candidates = this.fixture.weighing("0", "1", "0", "3");
		Picker picker = this.policy.over(candidates, PolicyFixture.rotation(1));
		assertThat(PolicyFixture.shares(picker, 1_000)).containsOnlyKeys(candidates[1], candidates[3]);
		assertThat(picker.pick((candidate) -> candidate == candidates[3])).isSameAs(candidates[1]);
		assertThat(picker.pick((candidate) -> candidate == candidates[1])).isSameAs(candidates[3]);
		Candidate[] light = this.fixture.weighing("0", "0");
		assertThat(PolicyFixture.shares(this.policy.over(light, PolicyFixture.rotation(1)), 1_000))
			.containsOnly(Map.entry(light[0], 500), Map.entry(light[1], 500));
	}

}
