package dev.discovery.testkit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.discovery.testkit.CallLoad.Target;
import dev.discovery.testkit.CallReport.Call;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallLoad} and {@link CallReport}.
 */
@Apart
class CallLoadTests {

	@Test
	void callsAtItsRateWhetherOrNotItIsAnswered() {
		CountDownLatch answer = new CountDownLatch(1);
		try (CallLoad load = CallLoad.start("load", List.of(new Scripted("a", answer)), 100, 50)) {
			Instant begin = Instant.now();
			Patience.await().until(() -> load.report().unanswered().size() >= 60);
			assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(350));
			assertThat(load.report().unanswered()).extracting(Call::method)
				.filteredOn("POST"::equals)
				.hasSizeBetween(15, 25);
			answer.countDown();
			CallReport report = load.stop();
			assertThat(report.unanswered()).isEmpty();
			assertThat(report.failed()).isEmpty();
			assertThat(report.answersSince(begin).keySet()).containsExactly("a");
			assertThat(report.time(0.5)).isPositive();
		}
	}

	@Test
	void givesEachPostANumberOfItsOwnAndTakesTargetsInTurn() {
		Target refusing = new Scripted(null, new CountDownLatch(0));
		Target answering = new Scripted("b", new CountDownLatch(0));
		try (CallLoad load = CallLoad.start("load", List.of(answering, refusing), 0, 200)) {
			Patience.await().until(() -> load.report().failed("POST").size() >= 10);
			CallReport report = load.stop();
			assertThat(report.calls()).extracting(Call::id).doesNotHaveDuplicates();
			assertThat(report.answered("POST").size() - report.failed("POST").size()).isBetween(0, 1);
			assertThat(report.failed()).allMatch((call) -> String.valueOf(call.failure()).contains("scripted"));
			assertThat(report.summary())
				.contains(report.calls().size() + " POST (" + report.failed().size() + " failed)");
		}
	}

	@Test
	void knowsWhatWasUnderWay() {
		Instant noon = Instant.parse("2000-01-01T12:00:00Z");
		Call call = new Call("GET", "1", noon, noon.plusSeconds(2), "a", null);
		assertThat(call.wasInFlight(noon.plusSeconds(1), noon.plusSeconds(1))).isTrue();
		assertThat(call.wasInFlight(noon.plusSeconds(3), noon.plusSeconds(4))).isFalse();
		assertThat(call.wasInFlight(noon.minusSeconds(2), noon.minusSeconds(1))).isFalse();
		assertThat(Call.begun("GET", "2", noon).wasInFlight(noon.plusSeconds(3), noon.plusSeconds(4))).isTrue();
	}

	/**
	 * Answers when it may, or fails if it has nothing to say.
	 */
	private record Scripted(String answer, CountDownLatch may) implements Target {

		@Override
		public String get() throws Exception {
			this.may.await();
			if (this.answer == null) {
				throw new IOException("scripted");
			}
			return this.answer;
		}

		@Override
		public String post(String id) throws Exception {
			return get();
		}

	}

}
