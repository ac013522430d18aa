package dev.discovery.balancing.policy;

import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RemainderTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 64, 1_000, 65_535, 65_536, 1 << 30, Integer.MAX_VALUE - 1, Integer.MAX_VALUE })
	void isWhatADivisionLeaves(int divisor) {
		Remainder remainder = new Remainder(divisor);
		IntStream edges = IntStream.of(0, 1, divisor - 1, divisor, Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
		IntStream any = new Random(divisor).ints(10_000, 0, Integer.MAX_VALUE);
		IntStream.concat(edges, any)
			.forEach((number) -> assertThat(remainder.of(number)).as("%d", number).isEqualTo(number % divisor));
	}

	@Test
	void isExactForAllSmallNumbers() {
		for (int divisor = 1; divisor <= 300; divisor++) {
			Remainder remainder = new Remainder(divisor);
			for (int number = 0; number <= 1_000; number++) {
				assertThat(remainder.of(number)).isEqualTo(number % divisor);
			}
		}
	}

}
