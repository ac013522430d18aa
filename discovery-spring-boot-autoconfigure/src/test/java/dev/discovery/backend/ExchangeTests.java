package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangeTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final VirtualTime time = new VirtualTime();

	private final BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1),
			RegistryObserver.NONE);

	private final List<String> events = new ArrayList<>();

	@Test
	void callsOffWhatIsLateBeforeAnybodyAsksAgain() {
		CompletableFuture<String> question = new CompletableFuture<>();
		question.whenComplete((value, failure) -> this.events.add("called off " + question.isCancelled()));
		begin(question);
		this.time.advance(LIMIT);
		assertThat(this.events).containsExactly("called off true", "no answer to 'ask' within PT5S");
	}

	@Test
	void saysThatAnAnswerIsLateWhereItCannotBeCalledOff() {
		CompletableFuture<String> question = new CompletableFuture<>();
		Exchange<String, String> exchange = begin(question.minimalCompletionStage());
		this.time.advance(LIMIT);
		assertThat(this.events).containsExactly("no answer to 'ask' within PT5S");
		assertThat(exchange.cancel()).isFalse();
		assertThat(begin(question.minimalCompletionStage()).cancel()).isTrue();
		this.time.advance(LIMIT);
		assertThat(this.events).hasSize(1);
	}

	private Exchange<String, String> begin(CompletionStage<String> question) {
		Exchange<String, String> exchange = new Exchange<>(this.runtime, "ask", (answer) -> answer,
				new Exchange.Answer<>() {

					@Override
					public void succeeded(String result) {
						ExchangeTests.this.events.add(result);
					}

					@Override
					public void failed(BackendException cause) {
						ExchangeTests.this.events.add(String.valueOf(cause.getMessage()));
					}

				});
		exchange.begin(() -> question, () -> LIMIT);
		return exchange;
	}

}
