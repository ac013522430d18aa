package dev.discovery.observe;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FloodTests {

	private static final long NOW = 1_700_000_000_000L;

	private static final long HOUR = Duration.ofHours(1).toMillis();

	private final Flood flood = new Flood(2);

	@Test
	void beginsAnewWhereTheClockIsSetBackOrAhead() {
		for (long jump : new long[] { 0, HOUR, -HOUR }) {
			assertThat(this.flood.next(NOW + jump).listed()).isTrue();
			assertThat(this.flood.next(NOW + jump + 1).listed()).isTrue();
			assertThat(this.flood.next(NOW + jump + 2).listed()).isFalse();
		}
		assertThat(this.flood.next(NOW).before()).isEqualTo(1);
	}

}
