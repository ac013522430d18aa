package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.observe.observation.ObservedCalls;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is observed of calls, whatever makes them.
 */
class ObservedCallsTests {

	private static final String NAME = "discovery.calls";

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ObservationLog log = new ObservationLog();

	private final Fixture fixture = new Fixture(false);

	private final BalancedLoadBalancerClient client = blocking(this.registry);

	private final BalancedExchangeFilterFunction filter = new BalancedExchangeFilterFunction(this.fixture.chooser,
			this.fixture.factory, List.of(), ConfiguredServices.NONE, new ObservedCalls(this.registry, "live", null));

	@BeforeEach
	void listen() {
		this.registry.observationConfig().observationHandler(this.log);
	}

	private BalancedLoadBalancerClient blocking(ObservationRegistry observations) {
		return new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory, false,
				new ObservedCalls(observations, "live", null));
	}

	@Test
	void isOneObservationWithItsAttemptsAsEvents() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		this.client.execute("orders", blockingCall("GET", new ConnectException("refused"), 200));
		ended("success", "2", "200");
		assertThat(this.log.events()).containsExactly("attempt 1 at localhost:2", "attempt 1: ConnectException",
				"attempt 2 at localhost:1");
	}

	@Test
	void saysTheSameOfReactiveCalls() {
		this.fixture.backend.with("orders", 1, 2);
		this.filter.filter(reactiveCall(), answering(new ConnectException("refused"), 200)).block();
		ended("success", "2", "200");
		assertThat(this.log.events()).containsExactly("attempt 1 at localhost:2", "attempt 1: ConnectException",
				"attempt 2 at localhost:1");
	}

	@Test
	void saysHowTheLastAttemptEnded() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		this.client.execute("orders", blockingCall("POST", 503));
		ended("server_error", "1", "503");
		assertThat(this.log.events()).containsExactly("attempt 1 at localhost:2", "attempt 1: answered with 503");
		clear();
		this.client.execute("orders", blockingCall("GET", 404));
		ended("client_error", "1", "404");
		clear();
		this.filter.filter(reactiveCall(), answering(503, 404)).block();
		ended("client_error", "2", "404");
	}

	@Test
	void endsWithTheFailureThatTheCallerGets() {
		this.fixture.backend.with("orders", 1);
		ConnectException failure = new ConnectException("refused");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.client.execute("orders",
				blockingCall("POST", new ConnectException("1"), new ConnectException("2"), failure)));
		ended("failure", "3", "none");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.thenError()
			.isSameAs(failure);
	}

	@Test
	void forgetsAFailureThatAnotherAttemptMadeGood() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		this.client.execute("orders", blockingCall("GET", new ConnectException("refused"), 200));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.doesNotHaveError();
	}

	@Test
	void tellsThatThereIsNobodyToCallUnderNoNameOfItsOwn() {
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(() -> this.client.execute("made-up", blockingCall("GET", 200)));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStopped()
			.hasContextualNameEqualTo("call made-up")
			.hasLowCardinalityKeyValue("service", "other")
			.hasLowCardinalityKeyValue("outcome", "no_instance")
			.hasHighCardinalityKeyValue("attempts", "0");
		clear();
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://made-up/")).build();
		assertThat(this.filter.filter(request, answering(200)).block().statusCode())
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasLowCardinalityKeyValue("outcome", "no_instance")
			.hasError();
	}

	@Test
	void endsWhenTheCallerGivesUp() {
		this.fixture.backend.with("orders", 1);
		this.filter.filter(reactiveCall(), (request) -> Mono.never()).subscribe().dispose();
		ended("cancelled", "1", "none");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.doesNotHaveError();
	}

	@Test
	void endsAsCancelledWhenTheCallerGivesUpBetweenTwoAttempts() {
		RetrySettings patient = new RetrySettings(true, 3, Duration.ofHours(1), Duration.ofHours(1), Set.of(503), 1, 10,
				Duration.ofSeconds(10));
		Fixture pausing = new Fixture(false, BalancingSettings.of(Policies.roundRobin()).with(patient));
		pausing.backend.with("orders", 1);
		for (Object attempt : List.of(503, new ConnectException("refused"))) {
			new BalancedExchangeFilterFunction(pausing.chooser, pausing.factory, List.of(), ConfiguredServices.NONE,
					new ObservedCalls(this.registry, "live", null))
				.filter(reactiveCall(), answering(attempt))
				.subscribe()
				.dispose();
			ended("cancelled", "1", attempt.equals(503) ? "503" : "none");
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasObservationWithNameEqualTo(NAME)
				.that()
				.doesNotHaveError();
			clear();
		}
	}

	@Test
	void endsTheAttemptBeforeTheCallWhenTheCallerGivesUp() {
		this.fixture.backend.with("orders", 1);
		List<String> order = new ArrayList<>();
		CallObserver observer = (serviceId, parent) -> new CallObservation() {

			@Override
			public void failed(Throwable failure) {
				order.add("attempt failed");
			}

			@Override
			public void ended() {
				order.add("call ended");
			}

		};
		BalancedExchangeFilterFunction told = new BalancedExchangeFilterFunction(this.fixture.chooser,
				this.fixture.factory, List.of(), ConfiguredServices.NONE, observer);
		told.filter(reactiveCall(), (request) -> Mono.never()).subscribe().dispose();
		assertThat(order).containsExactly("attempt failed", "call ended");
	}

	@Test
	void isTheParentOfWhatTheTransportObserves() throws IOException {
		this.fixture.backend.with("orders", 1);
		Observation caller = Observation.start("caller", this.registry);
		caller.scopedChecked(() -> this.client.execute("orders", (instance) -> {
			Observation.start("transport", this.registry).stop();
			return "";
		}));
		hasChain();
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void isTheParentOfWhatTheTransportObservesInAReactiveContext() {
		this.fixture.backend.with("orders", 1);
		Observation caller = Observation.start("caller", this.registry);
		ExchangeFunction transport = (request) -> Mono.deferContextual((context) -> {
			Observation.createNotStarted("transport", this.registry)
				.parentObservation(context.get(CallObservation.CONTEXT_KEY))
				.start()
				.stop();
			return Mono.just(ClientResponse.create(HttpStatus.OK).build());
		});
		this.filter.filter(reactiveCall(), transport)
			.contextWrite((context) -> context.put(CallObservation.CONTEXT_KEY, caller))
			.block();
		hasChain();
	}

	private void hasChain() {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasParentObservationContextMatching((parent) -> "caller".equals(parent.getName()))
			.backToTestObservationRegistry()
			.hasObservationWithNameEqualTo("transport")
			.that()
			.hasParentObservationContextMatching((parent) -> NAME.equals(parent.getName()));
	}

	@Test
	void givesAHundredServicesANameAndNoMore() throws IOException {
		for (int i = 0; i < 150; i++) {
			this.fixture.backend.with("real-" + i, 1);
			this.client.execute("real-" + i, (instance) -> "");
		}
		assertThat(this.log.stopped()
			.stream()
			.map((context) -> context.getLowCardinalityKeyValue("service").getValue())
			.distinct()).hasSize(101).contains("real-0", "real-99", "other");
	}

	@Test
	void namesNoInstanceInWhatBecomesATag() throws IOException {
		this.fixture.backend.with("orders", 1);
		this.client.execute("orders", blockingCall("GET", 200));
		KeyValues tags = this.log.stopped().get(0).getLowCardinalityKeyValues();
		assertThat(tags).containsExactlyInAnyOrder(KeyValue.of("backend", "live"), KeyValue.of("service", "orders"),
				KeyValue.of("outcome", "success"));
	}

	@Test
	void makesNothingWhereNobodyHandlesObservations() {
		assertThat(new ObservedCalls(ObservationRegistry.NOOP, "live", null).begin("orders", null))
			.isSameAs(CallObservation.NONE);
		assertThat(new ObservedCalls(ObservationRegistry.create(), "live", null).begin("orders", null))
			.isSameAs(CallObservation.NONE);
	}

	@Test
	void makesNothingWhereTheseAreTurnedOff() throws IOException {
		this.registry.observationConfig().observationPredicate((name, context) -> !NAME.equals(name));
		this.fixture.backend.with("orders", 1);
		Observation caller = Observation.start("caller", this.registry);
		caller.scopedChecked(() -> this.client.execute("orders", (instance) -> {
			assertThat(this.registry.getCurrentObservation()).isSameAs(caller);
			return "";
		}));
		TestObservationRegistryAssert.assertThat(this.registry)
			.doesNotHaveAnyRemainingCurrentObservation()
			.hasNumberOfObservationsEqualTo(1);
	}

	@Test
	void losesNoCallToAHandlerThatFails() throws IOException {
		ObservationRegistry broken = ObservationRegistry.create();
		broken.observationConfig().observationHandler(new FailingHandler());
		this.fixture.backend.with("orders", 1);
		assertThat(blocking(broken).<String>execute("orders", (instance) -> "answer")).isEqualTo("answer");
		assertThat(broken.getCurrentObservationScope()).isNull();
	}

	private void clear() {
		this.registry.clear();
		this.log.clear();
	}

	private void ended(String outcome, String attempts, String status) {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("call orders")
			.hasLowCardinalityKeyValue("backend", "live")
			.hasLowCardinalityKeyValue("service", "orders")
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasHighCardinalityKeyValue("attempts", attempts)
			.hasHighCardinalityKeyValue("status", status)
			.hasHighCardinalityKeyValueWithKey("instance");
	}

	private static HttpRequestLoadBalancerRequest<Object> blockingCall(String method, Object... script) {
		Deque<Object> answers = new ArrayDeque<>(Arrays.asList(script));
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.valueOf(method),
				URI.create("http://orders/"));
		return new HttpRequestLoadBalancerRequest<>() {

			@Override
			public HttpRequest getHttpRequest() {
				return request;
			}

			@Override
			public Object apply(ServiceInstance instance) throws Exception {
				Object next = answers.remove();
				if (next instanceof Exception failure) {
					throw failure;
				}
				return new MockClientHttpResponse(new byte[0], HttpStatusCode.valueOf((Integer) next));
			}

		};
	}

	private static ClientRequest reactiveCall() {
		return ClientRequest.create(HttpMethod.GET, URI.create("http://orders/")).build();
	}

	private static ExchangeFunction answering(Object... script) {
		Deque<Object> answers = new ArrayDeque<>(Arrays.asList(script));
		return (request) -> {
			Object next = answers.remove();
			return (next instanceof Exception failure) ? Mono.error(failure)
					: Mono.just(ClientResponse.create(HttpStatusCode.valueOf((Integer) next)).build());
		};
	}

	private static final class FailingHandler implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			throw new IllegalStateException("scope");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			throw new IllegalStateException("scope");
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			throw new IllegalStateException("event");
		}

		@Override
		public void onStop(Observation.Context context) {
			throw new IllegalStateException("stop");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
