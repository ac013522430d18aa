package dev.discovery.backend.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LinkedFutureTests {

	private final LinkedFuture<String> first = new LinkedFuture<>();

	private final LinkedFuture<String> second = new LinkedFuture<>();

	@Test
	void callsOffTheBeginningOfAChain() {
		CompletableFuture<String> last = this.first.thenApply(String::strip).thenCompose((value) -> this.second);
		last.cancel(true);
		assertThat(this.first).isCancelled();
		assertThat(this.second).isNotDone();
	}

	@Test
	void callsOffTheStepThatIsUnderWay() {
		CompletableFuture<String> last = this.first.thenCompose((value) -> this.second)
			.thenApply(String::strip)
			.exceptionally((failure) -> "failed");
		this.first.complete("a");
		last.cancel(true);
		assertThat(this.second).isCancelled();
	}

	@Test
	void callsOffAStepThatBeganAtOnce() {
		CompletableFuture<String> last = LinkedFuture.completed("a")
			.thenCompose((value) -> LinkedFuture.completed("b"))
			.thenCompose((value) -> this.second);
		last.cancel(true);
		assertThat(this.second).isCancelled();
	}

	@Test
	void beginsNoStepForWhoIsNotInterestedAnyMore() {
		CompletableFuture<String> middle = new LinkedFuture<>();
		CompletableFuture<String> last = this.first.thenCompose((value) -> middle).thenCompose((value) -> {
			throw new AssertionError("began");
		});
		this.first.complete("a");
		last.cancel(true);
		assertThat(middle).isCancelled();
		assertThat(last).isCancelled();
	}

	@Test
	void endsWithWhatTheLastStepEndsWith() {
		CompletableFuture<String> last = this.first.thenCompose((value) -> this.second);
		this.first.complete("a");
		assertThat(last).isNotDone();
		this.second.complete("b");
		assertThat(last).isCompletedWithValue("b");
	}

	@Test
	void failsAsTheJdksDoesWithWhateverAStepFails() {
		IllegalStateException cause = new IllegalStateException("scripted");
		this.second.completeExceptionally(cause);
		for (CompletableFuture<String> failing : new CompletableFuture[] {
				this.second.thenCompose(CompletableFuture::completedFuture),
				LinkedFuture.completed("a").thenCompose((value) -> this.second),
				LinkedFuture.completed("a").thenCompose((value) -> {
					throw cause;
				}) }) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(failing::join)
				.havingCause()
				.isSameAs(cause);
			failing.whenComplete((value, failure) -> assertThat(failure).isInstanceOf(CompletionException.class));
		}
	}

	@Test
	void goesOnWithAStageThatCanOnlyBeListenedTo() {
		CompletableFuture<String> last = LinkedFuture.completed("a")
			.thenCompose((value) -> this.second.minimalCompletionStage());
		this.second.complete("b");
		assertThat(last).isCompletedWithValue("b");
	}

}
