package dev.discovery.fitness;

import dev.discovery.time.Randomness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EjectionBoundsTests {

	private final EjectionBounds bounds = new EjectionBounds(OutlierSettings.DEFAULT, Randomness.seeded(7));

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 1", "3, 1", "4, 2", "5, 2", "8, 4", "10, 4", "40, 4", "50, 5", "1000, 100" })
	void boundsHowManyAreOut(int instances, int bound) {
		assertThat(this.bounds.most(instances)).isEqualTo(bound);
	}

}
