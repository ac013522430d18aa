package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.discovery.balancing.NoInstanceException;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link BalancedLoadBalancerClient}.
 */
class BalancedLoadBalancerClientTests {

	private final Fixture fixture = new Fixture(true);

	private final List<Long> pauses = new ArrayList<>();

	private final BalancedLoadBalancerClient client = new BalancedLoadBalancerClient(this.fixture.chooser,
			this.fixture.factory, false, (nanos) -> this.pauses.add(nanos));

	@AfterEach
	void leavesNothingInFlight() {
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	@Test
	void executesOnAnInstanceAndCountsIt() throws IOException {
		this.fixture.backend.with("orders", 1);
		String answer = this.client.execute("orders", (instance) -> {
			assertThat(this.fixture.stats("orders", 1).inFlight()).isOne();
			return "from " + instance.getPort();
		});
		assertThat(answer).isEqualTo("from 1");
		assertThat(this.fixture.stats("orders", 1).successes()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" })
	void repeatsABrokenOffIdempotentRequestElsewhere(String method) throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		Attempts attempts = new Attempts(method, new SocketTimeoutException("read"), "answer");
		assertThat(this.client.<Object>execute("orders", attempts)).isEqualTo("answer");
		assertThat(attempts.ports).containsExactlyInAnyOrder(1, 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PATCH", "CONNECT", "LOCK" })
	void repeatsOtherMethodsOnlyIfNothingWasSent(String method) throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		Attempts broken = new Attempts(method, new SocketTimeoutException("read"), "answer");
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.client.execute("orders", broken));
		assertThat(broken.ports).hasSize(1);
		Attempts refused = new Attempts(method, new ConnectException("refused"), "answer");
		assertThat(this.client.<Object>execute("orders", refused)).isEqualTo("answer");
		assertThat(refused.ports).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void takesAnUnknownKindOfRequestForNotRepeatable() {
		this.fixture.backend.with("orders", 1, 2);
		List<ServiceInstance> tried = new ArrayList<>();
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> this.client.execute("orders", (instance) -> {
				tried.add(instance);
				throw new SocketTimeoutException("read");
			}));
		assertThat(tried).hasSize(1);
	}

	@Test
	void tellsOfTheEndOfAnAttemptThatDiesOfAnError() {
		this.fixture.backend.with("orders", 1);
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.client.execute("orders", (instance) -> {
				throw new StackOverflowError();
			}));
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "FAILED");
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
	}

	@Test
	void reportsTheLastFailureWithThoseBefore() {
		this.fixture.backend.with("orders", 1, 2, 3, 4);
		ConnectException first = new ConnectException("first");
		ConnectException second = new ConnectException("second");
		Attempts attempts = new Attempts("GET", first, second, new ConnectException("third"), "never");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.client.execute("orders", attempts))
			.withMessage("third")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(second));
		assertThat(second.getSuppressed()).containsExactly(first);
		assertThat(attempts.ports).hasSize(3).doesNotHaveDuplicates();
		assertThat(this.pauses).hasSize(1);
	}

	@Test
	void repeatsAnIdempotentRequestThatAnInstanceCantAnswer() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		ClientHttpResponse thrownAway = spy(new MockClientHttpResponse(new byte[0], HttpStatus.SERVICE_UNAVAILABLE));
		assertThat(this.client.<Object>execute("orders", new Attempts("GET", thrownAway, "answer")))
			.isEqualTo("answer");
		then(thrownAway).should().close();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "SUCCESS", "send", "SUCCESS");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void returnsTheLastAnswerAsItIs() throws IOException {
		this.fixture.backend.with("orders", 1, 2, 3, 4);
		ClientHttpResponse[] responses = new ClientHttpResponse[4];
		for (int i = 0; i < 4; i++) {
			responses[i] = spy(new MockClientHttpResponse(new byte[0], HttpStatus.SERVICE_UNAVAILABLE));
		}
		Attempts attempts = new Attempts("GET", (Object[]) responses);
		assertThat(this.client.<Object>execute("orders", attempts)).isSameAs(responses[2]);
		then(responses[0]).should().close();
		then(responses[1]).should().close();
		then(responses[2]).should(never()).close();
		assertThat(attempts.ports).hasSize(3).doesNotHaveDuplicates();
		ClientHttpResponse post = new MockClientHttpResponse(new byte[0], HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(this.client.<Object>execute("orders", new Attempts("POST", post, "never"))).isSameAs(post);
	}

	@Test
	void tellsOfAnEarlierAnswerWhereTheLastAttemptFails() {
		this.fixture.backend.with("orders", 1, 2);
		ClientHttpResponse unavailable = new MockClientHttpResponse(new byte[0], HttpStatus.SERVICE_UNAVAILABLE);
		SocketTimeoutException failure = new SocketTimeoutException("read");
		assertThatException()
			.isThrownBy(() -> this.client.execute("orders", new Attempts("GET", unavailable, failure, "never")))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.asString()
				.contains("An attempt before was answered with 503 by 'orders-localhost-"));
	}

	@Test
	void triesTheOnlyInstanceAgainAfterAPause() throws IOException {
		this.fixture.backend.with("orders", 1);
		assertThat(
				this.client.<Object>execute("orders", new Attempts("POST", new ConnectException("refused"), "answer")))
			.isEqualTo("answer");
		assertThat(this.pauses).singleElement()
			.satisfies((nanos) -> assertThat(nanos).isBetween(1L, Duration.ofMillis(25).toNanos()));
	}

	@Test
	void endsACallThatIsInterruptedInAPause() {
		this.fixture.backend.with("orders", 1);
		BalancedLoadBalancerClient interrupted = new BalancedLoadBalancerClient(this.fixture.chooser,
				this.fixture.factory, false, (nanos) -> {
					throw new InterruptedException();
				});
		ConnectException failure = new ConnectException("refused");
		try {
			assertThatExceptionOfType(InterruptedIOException.class)
				.isThrownBy(() -> interrupted.execute("orders", new Attempts("GET", failure, "never")))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(failure));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "FAILED");
	}

	@Test
	void reallyPauses() throws IOException {
		this.fixture.backend.with("orders", 1);
		BalancedLoadBalancerClient sleeping = new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory,
				false);
		assertThat(sleeping.<Object>execute("orders", new Attempts("GET", new ConnectException("refused"), "answer")))
			.isEqualTo("answer");
	}

	@Test
	void givesTheSecondAttemptTheHeadersOfTheCaller() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		Attempts attempts = new Attempts("GET", new ConnectException("refused"), "answer");
		attempts.request.getHeaders().add("X-Caller", "caller");
		this.client.<Object>execute("orders", attempts);
		assertThat(attempts.request.getHeaders().get("X-Caller")).containsExactly("caller");
		assertThat(attempts.request.getHeaders().get("X-Transformer")).containsExactly("2");
	}

	@Test
	void makesOneAttemptWhereRetriesAreSomebodyElses() {
		this.fixture.backend.with("orders", 1, 2);
		BalancedLoadBalancerClient once = new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory,
				true);
		Attempts attempts = new Attempts("GET", new ConnectException("refused"), "answer");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> once.execute("orders", attempts));
		assertThat(attempts.ports).hasSize(1);
	}

	@Test
	void blamesTheInstanceForAServerErrorAndReturnsIt() throws IOException {
		this.fixture.backend.with("orders", 1);
		ClientHttpResponse response = new MockClientHttpResponse(new byte[0], HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(this.client.<Object>execute("orders", new Attempts("GET", response))).isSameAs(response);
		assertThat(this.fixture.stats("orders", 1).failures()).isOne();
		response = new MockClientHttpResponse(new byte[0], HttpStatus.NOT_FOUND);
		this.client.<Object>execute("orders", new Attempts("GET", response));
		assertThat(this.fixture.stats("orders", 1).successes()).isOne();
	}

	@Test
	void closesAResponseThatIsThrownAway() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		ClientHttpResponse broken = mock(ClientHttpResponse.class);
		given(broken.getStatusCode()).willThrow(new SocketTimeoutException("status"));
		assertThat(this.client.<Object>execute("orders", new Attempts("GET", broken, "answer"))).isEqualTo("answer");
		then(broken).should().close();
	}

	@Test
	void wrapsNothingButCheckedExceptions() {
		this.fixture.backend.with("orders", 1);
		UncheckedIOException failure = new UncheckedIOException(new IOException("x"));
		assertThatException().isThrownBy(() -> this.client.execute("orders", new Attempts("POST", failure)))
			.isSameAs(failure);
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.client.execute("orders", (instance) -> {
				throw new StackOverflowError();
			}));
	}

	@Test
	void tellsLifecycleBeansOfEachAttempt() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		ClientHttpResponse response = new MockClientHttpResponse(new byte[0], HttpStatus.OK);
		this.fixture.properties.getHint().put("default", "blue");
		this.fixture.properties.getHint().put("orders", "green");
		this.client.<Object>execute("orders", new Attempts("GET", new ConnectException("refused"), response));
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "FAILED", "send", "SUCCESS");
		assertThat(this.fixture.lifecycle.hints()).containsExactly("green");
		assertThat(this.fixture.lifecycle.completions()).last().satisfies((context) -> {
			assertThat(context.getClientResponse()).isInstanceOf(ResponseData.class);
			assertThat(context.getLoadBalancerRequest().getContext()).isInstanceOfSatisfying(RequestDataContext.class,
					(request) -> assertThat(request.method()).isEqualTo(HttpMethod.GET));
		});
	}

	@Test
	void explainsThatThereIsNobody() {
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(() -> this.client.execute("orders", new Attempts("GET", "answer")))
			.withMessageContaining("No instance of 'orders' can be called");
		assertThat(this.client.choose("orders")).isNull();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "DISCARD");
	}

	@Test
	void explainsThatTheRegistryHasNotAnswered() {
		this.fixture.directory.waitOnlyIf(() -> false);
		assertThatExceptionOfType(NoAnswerException.class)
			.isThrownBy(() -> this.client.execute(LiveBackend.SILENT, new Attempts("GET", "answer")))
			.withMessageContaining("Nothing is known yet about service 'silent'");
		assertThat(this.client.choose(LiveBackend.SILENT)).isNull();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "DISCARD");
	}

	@Test
	void countsAnAttemptAtAGivenInstanceOnce() {
		this.fixture.backend.with("orders", 1, 2);
		ServiceInstance chosen = this.client.choose("orders");
		Attempts attempts = new Attempts("GET", new ConnectException("refused"), "answer");
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> this.client.execute("orders", chosen, attempts));
		assertThat(attempts.ports).containsExactly(chosen.getPort());
		assertThat(this.fixture.stats("orders", chosen.getPort()).failures()).isOne();
		assertThat(this.fixture.lifecycle.events()).containsExactly("send", "FAILED");
	}

	@Test
	void executesOnForeignInstancesWithoutCountingThem() throws IOException {
		this.fixture.backend.with("orders", 1);
		DefaultServiceInstance foreign = new DefaultServiceInstance("x", "orders", "example.org", 9, false);
		assertThat(this.client.<Integer>execute("orders", foreign, ServiceInstance::getPort)).isEqualTo(9);
		assertThat(this.client.<Integer>execute("unheard-of", foreign, ServiceInstance::getPort)).isEqualTo(9);
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.execute("orders", null, (instance) -> ""));
	}

	@Test
	void choosesAnotherInstanceForARetry() {
		this.fixture.backend.with("orders", 1, 2);
		Instance previous = Instance.builder("orders", "localhost", 1).build();
		for (int i = 0; i < 4; i++) {
			assertThat(this.client.choose("orders", new DefaultRequest<>(new RetryableRequestContext(previous))))
				.returns(2, ServiceInstance::getPort);
		}
		this.fixture.backend.with("orders", 1);
		assertThat(this.client.choose("orders", new DefaultRequest<>(new RetryableRequestContext(previous))))
			.isEqualTo(previous);
	}

	/**
	 * A request that ends each attempt as the script says.
	 */
	private static final class Attempts implements HttpRequestLoadBalancerRequest<Object> {

		private final List<Integer> ports = new ArrayList<>();

		private final Deque<Object> script;

		private final MockClientHttpRequest request;

		Attempts(String method, Object... script) {
			this.request = new MockClientHttpRequest(HttpMethod.valueOf(method), URI.create("http://orders/"));
			this.script = new ArrayDeque<>(List.of(script));
		}

		@Override
		public HttpRequest getHttpRequest() {
			return this.request;
		}

		@Override
		public Object apply(ServiceInstance instance) throws Exception {
			this.ports.add(instance.getPort());
			this.request.getHeaders().add("X-Transformer", String.valueOf(this.ports.size()));
			Object next = this.script.remove();
			if (next instanceof Exception failure) {
				throw failure;
			}
			return next;
		}

	}

}
