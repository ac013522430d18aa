package dev.discovery.backend.http;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow.Subscription;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * How long an exchange may take: from the question to the last byte, and in silence.
 */
class HttpAttemptTests {

	private static final RegistryRequest REQUEST = RegistryRequest.get(URI.create("http://localhost/apps"));

	private static final RegistryRequest LASTING = REQUEST.lasting(Duration.ofSeconds(30));

	private final VirtualTime time = new VirtualTime();

	private final LinkedFuture<RegistryReply> result = new LinkedFuture<>();

	@Test
	void aLongAnswerGoesOnWhileSomethingOfItIsHeard() {
		BodySubscriber<Bytes> body = answer(LASTING, 4);
		for (int i = 0; i < 6; i++) {
			hear(body, 4);
			assertThat(this.result).isNotDone();
		}
		body.onComplete();
		assertThat(this.result.join().text()).isEqualTo("......");
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void aLongAnswerEndsInSilence() {
		BodySubscriber<Bytes> body = answer(LASTING, 4);
		hear(body, 4);
		this.time.advance(Duration.ofMillis(4999));
		assertThat(this.result).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertFailed("nothing was heard for 5000 ms");
	}

	@Test
	void aLongAnswerBeginsInTime() {
		attempt(LASTING);
		this.time.advance(Duration.ofMillis(4999));
		assertThat(this.result).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertFailed("nothing was heard for 5000 ms");
	}

	@Test
	void aLongAnswerEndsAtItsOwnDeadline() {
		BodySubscriber<Bytes> body = answer(LASTING, 2);
		for (int i = 0; i < 7; i++) {
			hear(body, 4);
			assertThat(this.result.isDone()).isEqualTo(i == 6);
		}
		assertFailed("no complete answer within 30000 ms");
	}

	@Test
	void anyOtherAnswerEndsAtTheDeadlineHoweverMuchIsHeard() {
		BodySubscriber<Bytes> body = answer(REQUEST, 2);
		hear(body, 2);
		assertThat(this.result).isNotDone();
		hear(body, 1);
		assertFailed("no complete answer within 5000 ms");
	}

	private HttpAttempt<RegistryReply> attempt(RegistryRequest request) {
		BackendRuntime runtime = new BackendRuntime("stub", this.time, this.time, Randomness.seeded(1),
				RegistryObserver.NONE);
		ReplyReader reader = new ReplyReader(request, 1000, Secrets.of(List.of()), InstantSource.system());
		return new HttpAttempt<>(runtime, request, reader, this.result);
	}

	/**
	 * The head arrives after some seconds.
	 */
	private BodySubscriber<Bytes> answer(RegistryRequest request, int seconds) {
		HttpAttempt<RegistryReply> attempt = attempt(request);
		this.time.advance(Duration.ofSeconds(seconds));
		BodySubscriber<Bytes> body = HttpAttempt.whole(attempt, new Head());
		body.onSubscribe(new Subscription() {

			@Override
			public void request(long count) {
			}

			@Override
			public void cancel() {
			}

		});
		return body;
	}

	/**
	 * A byte arrives after some seconds.
	 */
	private void hear(BodySubscriber<Bytes> body, int seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
		body.onNext(List.of(ByteBuffer.wrap(".".getBytes(StandardCharsets.UTF_8))));
	}

	private void assertFailed(String message) {
		assertThatException().isThrownBy(this.result::join).havingRootCause().withMessageEndingWith(message);
	}

	private static final class Head implements ResponseInfo {

		@Override
		public int statusCode() {
			return 200;
		}

		@Override
		public HttpHeaders headers() {
			return HttpHeaders.of(Map.of(), (name, value) -> true);
		}

		@Override
		public Version version() {
			return Version.HTTP_1_1;
		}

	}

}
