package dev.discovery.balancing.policy;

import java.util.Arrays;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RingsTests {

	private final Rings rings = new Rings();

	private final HashRing ring = ring(1, 2, 3);

	@Test
	void equalRingsAreOne() {
		assertThat(ring(1, 2, 3)).isSameAs(this.ring);
	}

	@Test
	void otherPlacesAndOtherWeightsMakeAnotherRing() {
		assertThat(ring(1, 2)).isNotSameAs(this.ring);
		assertThat(ring(1, 2, 4)).isNotSameAs(this.ring);
		assertThat(ring(3, 2, 1)).isNotSameAs(this.ring);
		assertThat(this.rings.of(new long[] { 1, 2, 3 }, new double[] { 1, 2, 1 })).isNotSameAs(this.ring);
		assertThat(ring(1, 2, 3)).isSameAs(this.ring);
	}

	@Test
	void forgetsThoseThatNobodyUses() {
		for (int i = 0; i < 10; i++) {
			ring(1, 2, 10 + i);
		}
		Patience.await().untilAsserted(() -> {
			System.gc();
			ring(1, 2, 20);
			assertThat(this.rings.size()).isLessThanOrEqualTo(2);
		});
		assertThat(ring(1, 2, 3)).isSameAs(this.ring);
	}

	private HashRing ring(long... ids) {
		double[] weights = new double[ids.length];
		Arrays.fill(weights, 1);
		return this.rings.of(ids, weights);
	}

}
