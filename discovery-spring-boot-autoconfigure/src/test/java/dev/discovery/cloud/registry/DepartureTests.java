package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Departure}.
 */
class DepartureTests {

	private final VirtualTime time = new VirtualTime();

	private final CompletableFuture<Void> answer = new CompletableFuture<>();

	private final AtomicInteger ended = new AtomicInteger();

	@Test
	void waitsForTheRegistryAndThenForTheDrainTime() {
		await(Duration.ofSeconds(5), Duration.ofSeconds(30));
		this.time.advance(Duration.ofSeconds(1));
		this.answer.complete(null);
		this.time.advance(Duration.ofMillis(4999));
		assertThat(this.ended).hasValue(0);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void doesNotWaitLongerThanTwoSecondsForARegistryThatHangs() {
		await(Duration.ofSeconds(5), Duration.ofSeconds(30));
		this.time.advance(Duration.ofMillis(6999));
		assertThat(this.ended).hasValue(0);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void goesOnAtOnceWhenTheRegistryFails() {
		await(Duration.ofSeconds(5), Duration.ofSeconds(30));
		this.answer.completeExceptionally(new IllegalStateException("down"));
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void endsOnceWhenTheAnswerComesAfterAll() {
		await(Duration.ofSeconds(5), Duration.ofSeconds(30));
		this.time.advance(Duration.ofSeconds(3));
		this.answer.complete(null);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.ended).hasValue(1);
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void neverOutlastsAPhaseOfTheShutdown() {
		Departure departure = new Departure(this.time, Duration.ofHours(1), Duration.ofSeconds(30));
		assertThat(departure.drain()).isEqualTo(Duration.ofSeconds(27));
		departure.await(this.answer, this.ended::incrementAndGet);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void staysBelowAShortPhaseToo() {
		Departure departure = new Departure(this.time, Duration.ofHours(1), Duration.ofSeconds(1));
		departure.await(this.answer, this.ended::incrementAndGet);
		this.time.advance(Duration.ofMillis(750));
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void endsAtOnceWithoutADrainTime() {
		await(Duration.ZERO, Duration.ofSeconds(30));
		this.answer.complete(null);
		assertThat(this.ended).hasValue(1);
		assertThat(this.time.waiting()).isEmpty();
	}

	private void await(Duration drain, Duration phaseTimeout) {
		new Departure(this.time, drain, phaseTimeout).await(this.answer, this.ended::incrementAndGet);
	}

}
