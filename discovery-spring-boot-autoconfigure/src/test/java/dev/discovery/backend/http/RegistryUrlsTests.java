package dev.discovery.backend.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryUrlsTests {

	private static final URI ONE = URI.create("http://one:8500");

	private static final URI TWO = URI.create("http://two:8500");

	private final VirtualTime time = new VirtualTime();

	private final Map<URI, BackendException> broken = new HashMap<>();

	private final List<String> asked = new ArrayList<>();

	private final RegistryUrls urls = new RegistryUrls(
			new BackendRuntime("two", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			List.of(ONE, TWO), (url) -> answer("sign " + url.getHost(), url));

	@Test
	void asksThePreferredOneWhileItIsWell() {
		assertThat(ask()).isCompletedWithValue("http://one:8500 first");
		assertThat(ask()).isCompletedWithValue("http://one:8500 first");
		assertThat(this.asked).containsExactly("one", "one");
	}

	@Test
	void asksTheNextOneInTheSameExchangeAndStaysThere() {
		this.broken.put(ONE, new BackendException(Kind.UNREACHABLE, "refused"));
		assertThat(ask()).isCompletedWithValue("http://two:8500 again");
		assertThat(ask()).isCompletedWithValue("http://two:8500 first");
		assertThat(this.asked).containsExactly("one", "two", "two");
	}

	@Test
	void returnsToThePreferredOneOnceItGivesASignOfLife() {
		this.broken.put(ONE, new BackendException(Kind.UNAVAILABLE, "no leader"));
		ask();
		this.time.advance(Duration.ofSeconds(31));
		ask();
		this.broken.clear();
		this.time.advance(Duration.ofSeconds(29));
		ask();
		this.time.advance(Duration.ofSeconds(2));
		ask();
		ask();
		assertThat(this.asked).containsExactly("one", "two", "sign one", "two", "two", "sign one", "two", "one");
	}

	@Test
	void failsWhenNobodyAnswersAndAsksAllAgainTheNextTime() {
		this.broken.put(ONE, new BackendException(Kind.UNREACHABLE, "one refuses"));
		this.broken.put(TWO, new BackendException(Kind.UNREACHABLE, "two refuses"));
		assertThat(ask()).isCompletedExceptionally();
		assertThat(ask()).isCompletedExceptionally();
		assertThat(this.asked).containsExactly("one", "two", "one", "two");
		this.broken.remove(TWO);
		assertThat(ask()).isCompletedWithValue("http://two:8500 again");
	}

	@Test
	void doesNotAskAnotherOneWhatIsRefusedEverywhere() {
		for (Kind kind : List.of(Kind.DENIED, Kind.INVALID)) {
			this.broken.put(ONE, new BackendException(kind, "no"));
			assertThat(ask()).isCompletedExceptionally();
		}
		assertThat(this.asked).containsExactly("one", "one");
	}

	@Test
	void blamesNobodyForAQuestionThatFailsEverywhere() {
		this.broken.put(ONE, new BackendException(Kind.UNAVAILABLE, "status 500, bad filter"));
		this.broken.put(TWO, new BackendException(Kind.UNAVAILABLE, "status 500, bad filter"));
		assertThat(ask()).isCompletedExceptionally();
		this.broken.clear();
		assertThat(ask()).isCompletedWithValue("http://one:8500 first");
	}

	@Test
	void leavesTheNextOneToTheNextExchangeWhenTheFailureTookLong() {
		CompletableFuture<String> slow = new CompletableFuture<>();
		CompletionStage<String> result = this.urls.ask((url, first) -> slow);
		this.time.advance(Duration.ofSeconds(5));
		slow.completeExceptionally(new BackendException(Kind.UNAVAILABLE, "no answer within 5 s"));
		assertThat(result.toCompletableFuture()).isCompletedExceptionally();
		assertThat(ask()).isCompletedWithValue("http://two:8500 first");
	}

	@Test
	void passesACancellationOn() {
		List<CompletableFuture<String>> exchanges = new ArrayList<>();
		CompletableFuture<String> result = this.urls.<String>ask((url, first) -> {
			exchanges.add(new CompletableFuture<>());
			return exchanges.get(exchanges.size() - 1);
		}).toCompletableFuture();
		exchanges.get(0).completeExceptionally(new BackendException(Kind.UNREACHABLE, "refused"));
		result.cancel(true);
		assertThat(exchanges).hasSize(2);
		assertThat(exchanges.get(1)).isCancelled();
	}

	private CompletableFuture<String> ask() {
		return this.urls
			.ask((url, first) -> answer(url.getHost(), url).thenApply((ok) -> url + (first ? " first" : " again")))
			.toCompletableFuture();
	}

	private CompletableFuture<String> answer(String record, URI url) {
		this.asked.add(record);
		BackendException failure = this.broken.get(url);
		return (failure != null) ? CompletableFuture.failedFuture(failure) : CompletableFuture.completedFuture("ok");
	}

}
