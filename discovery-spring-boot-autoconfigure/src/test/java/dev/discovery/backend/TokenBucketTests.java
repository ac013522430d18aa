package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTests {

	private final VirtualTime time = new VirtualTime();

	private final TokenBucket bucket = new TokenBucket(this.time, 2, Duration.ofSeconds(15));

	@Test
	void givesWhatItHoldsAtOnceAndThenOneAtATime() {
		assertThat(this.bucket.take()).isZero();
		assertThat(this.bucket.take()).isZero();
		assertThat(this.bucket.take()).isEqualTo(Duration.ofSeconds(15));
		this.time.advance(Duration.ofSeconds(15));
		assertThat(this.bucket.take()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void isFullAgainAfterARest() {
		this.bucket.take();
		this.bucket.take();
		this.time.advance(Duration.ofHours(1));
		assertThat(this.bucket.take()).isZero();
		assertThat(this.bucket.take()).isZero();
		assertThat(this.bucket.take()).isPositive();
	}

}
