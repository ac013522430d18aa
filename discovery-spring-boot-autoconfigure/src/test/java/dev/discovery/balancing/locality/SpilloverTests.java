package dev.discovery.balancing.locality;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Spillover}, with the figures of Envoy's documentation of priority
 * levels.
 */
class SpilloverTests {

	@ParameterizedTest
	@CsvSource({ "100, 100, 10000, 0", "72, 100, 10000, 0", "71, 100, 9940, 60", "50, 50, 7000, 3000",
			"25, 100, 3500, 6500", "25, 25, 5000, 5000", "0, 100, 0, 10000", "100, 0, 10000, 0" })
	void leavesToTheNextTierWhatTheNearerOneCannotTake(int near, int far, int nearShare, int farShare) {
		Spillover spillover = new Spillover(new int[] { near, far }, new int[] { 100, 100 });
		assertThat(spillover.shares()).containsExactly(nearShare, farShare);
		assertThat(spillover.suffices()).isEqualTo(near + far > 71);
	}

	@Test
	void sharesOutBySizeWhereNobodyIsFitAnywhere() {
		assertThat(Spillover.bySize(new int[] { 1, 3, 0 })).containsExactly(2500, 7500, 0);
		assertThat(new Spillover(new int[] { 0, 0 }, new int[] { 1, 3 }).shares()).containsExactly(0, 0);
	}

	@Test
	void givesNobodyAnythingWhereThereIsNobody() {
		assertThat(new Spillover(new int[0], new int[0]).shares()).isEmpty();
		assertThat(new Spillover(new int[] { 0, 2 }, new int[] { 0, 2 }).shares()).containsExactly(0, 10_000);
	}

	@Test
	void sharesOutAllCallsAndNoneToWhoeverIsUnfit() {
		Random random = new Random(7);
		for (int round = 0; round < 2_000; round++) {
			int tiers = 1 + random.nextInt(6);
			int[] members = random.ints(tiers, 0, 50).toArray();
			int[] fit = Arrays.stream(members).map((size) -> (size == 0) ? 0 : random.nextInt(size + 1)).toArray();
			int[] shares = new Spillover(fit, members).shares();
			boolean somebody = Arrays.stream(fit).sum() > 0;
			assertThat(Arrays.stream(shares).sum()).isEqualTo(somebody ? Spillover.ALL : 0);
			for (int i = 0; i < tiers; i++) {
				assertThat(shares[i]).isNotNegative();
				if (somebody && fit[i] == 0) {
					assertThat(shares[i]).isZero();
				}
			}
		}
	}

}
