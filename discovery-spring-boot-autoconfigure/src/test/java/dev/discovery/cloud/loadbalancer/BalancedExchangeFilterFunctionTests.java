package dev.discovery.cloud.loadbalancer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link BalancedExchangeFilterFunction}.
 */
class BalancedExchangeFilterFunctionTests {

	private static final ClientResponse OK = ClientResponse.create(HttpStatus.OK).build();

	private final Fixture fixture = new Fixture(true);

	private final List<ClientRequest> sent = new CopyOnWriteArrayList<>();

	private final BalancedExchangeFilterFunction filter = filter(List.of());

	private BalancedExchangeFilterFunction filter(List<LoadBalancerClientRequestTransformer> transformers) {
		return new BalancedExchangeFilterFunction(this.fixture.chooser, this.fixture.factory, transformers,
				ConfiguredServices.NONE);
	}

	@AfterEach
	void leavesNothingInFlight() {
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	@Test
	void sendsTheRequestToAnInstanceWithAllThatBelongsToIt() {
		this.fixture.backend.with("orders", 1);
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://orders/a%20b?c=d"))
			.header("X-Header", "value")
			.cookie("cookie", "value")
			.attribute("attribute", "value")
			.build();
		ClientResponse response = this.filter.filter(request, answering(Mono.just(OK))).block();
		assertThat(response).isSameAs(OK);
		assertThat(this.sent).singleElement().satisfies((routed) -> {
			assertThat(routed.url()).hasToString("http://localhost:1/a%20b?c=d");
			assertThat(routed.headers().getFirst("X-Header")).isEqualTo("value");
			assertThat(routed.cookies().getFirst("cookie")).isEqualTo("value");
			assertThat(routed.attribute("attribute")).contains("value");
		});
		assertThat(this.fixture.stats("orders", 1).successes()).isOne();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "SUCCESS");
	}

	@Test
	void countsACallOnlyWhileItIsUnderWay() {
		this.fixture.backend.with("orders", 1);
		Mono<ClientResponse> call = this.filter.filter(get(), answering(Mono.never()));
		assertThat(this.sent).isEmpty();
		Disposable first = call.subscribe();
		Disposable second = call.subscribe();
		assertThat(this.fixture.inFlight("orders")).isEqualTo(2);
		first.dispose();
		assertThat(this.fixture.inFlight("orders")).isOne();
		second.dispose();
		assertThat(this.fixture.inFlight("orders")).isZero();
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
	}

	@Test
	void tellsLifecycleBeansOfACancelledCall() {
		this.fixture.backend.with("orders", 1);
		this.filter.filter(get(), answering(Mono.never())).subscribe().dispose();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "FAILED");
		assertThat(this.fixture.lifecycle.completions()).singleElement()
			.satisfies((context) -> assertThat(context.getThrowable()).isInstanceOf(CancellationException.class));
	}

	@Test
	void endsACallThatIsTimedOutByItsCaller() {
		this.fixture.backend.with("orders", 1);
		assertThatException().isThrownBy(
				() -> this.filter.filter(get(), answering(Mono.never())).timeout(Duration.ofMillis(10)).block());
	}

	@Test
	void endsACallThatEndsWithoutAResponse() {
		this.fixture.backend.with("orders", 1);
		assertThat(this.filter.filter(get(), answering(Mono.empty())).blockOptional()).isEmpty();
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
	}

	@Test
	void endsACallThatCanNotEvenBeBuilt() {
		this.fixture.backend.with("orders", 1);
		IllegalArgumentException failure = new IllegalArgumentException("transformer");
		BalancedExchangeFilterFunction failing = filter(List.of((request, instance) -> {
			throw failure;
		}));
		assertThatException().isThrownBy(() -> failing.filter(get(), answering(Mono.just(OK))).block())
			.isSameAs(failure);
	}

	@Test
	void goesToAnotherInstanceWhenNothingWasSent() {
		this.fixture.backend.with("orders", 1, 2);
		ClientRequest post = ClientRequest.create(HttpMethod.POST, URI.create("http://orders/")).build();
		ClientResponse response = this.filter
			.filter(post, answering(Mono.error(new ConnectException("refused")), Mono.just(OK)))
			.block();
		assertThat(response).isSameAs(OK);
		assertThat(this.sent).extracting((request) -> request.url().getPort()).containsExactlyInAnyOrder(1, 2);
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "FAILED", "send", "SUCCESS");
	}

	@Test
	void repeatsABrokenOffRequestOnlyIfItIsIdempotent() {
		this.fixture.backend.with("orders", 1, 2);
		IOException failure = new IOException("broken off");
		assertThat(this.filter.filter(get(), answering(Mono.error(failure), Mono.just(OK))).block()).isSameAs(OK);
		this.sent.clear();
		ClientRequest post = ClientRequest.create(HttpMethod.POST, URI.create("http://orders/")).build();
		assertThatException()
			.isThrownBy(() -> this.filter.filter(post, answering(Mono.error(failure), Mono.just(OK))).block())
			.withCause(failure);
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void repeatsARequestWhoseBodyNobodyHasBegun() {
		this.fixture.backend.with("orders", 1, 2);
		ExchangeFunction answers = answering(Mono.error(new IOException("broken off")), Mono.just(OK));
		assertThat(this.filter.filter(put(), answers).block()).isSameAs(OK);
	}

	@Test
	void doesNotRepeatARequestWhoseBodyIsGone() {
		this.fixture.backend.with("orders", 1, 2);
		IOException failure = new IOException("broken off");
		ExchangeFunction breaking = (request) -> {
			this.sent.add(request);
			MockClientHttpRequest message = new MockClientHttpRequest(HttpMethod.PUT, request.url());
			return request.writeTo(message, ExchangeStrategies.withDefaults())
				.then(Mono.defer(message::getBodyAsString))
				.doOnNext((body) -> assertThat(body).isEqualTo("body"))
				.then(Mono.error(failure));
		};
		assertThatException().isThrownBy(() -> this.filter.filter(put(), breaking).block()).withCause(failure);
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void repeatsARequestWhoseBodyIsAValue() {
		this.fixture.backend.with("orders", 1, 2);
		for (Object body : List.of("body", new byte[] { 1 }, List.of(1, 2), new ByteArrayResource(new byte[] { 1 }))) {
			this.sent.clear();
			assertThat(this.filter.filter(put(BodyInserters.fromValue(body)), writing(unavailable(), OK)).block())
				.as(body.toString())
				.isSameAs(OK);
			assertThat(this.sent).hasSize(2);
		}
		this.sent.clear();
		assertThat(this.filter.filter(put(BodyInserters.fromFormData("a", "b")), writing(unavailable(), OK)).block())
			.isSameAs(OK);
	}

	@Test
	void keepsTheAnswerToARequestWhoseBodyIsGone() {
		this.fixture.backend.with("orders", 1, 2);
		ClientResponse unavailable = unavailable();
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[] { 1 });
		for (BodyInserter<?, ? super ClientHttpRequest> body : List.<BodyInserter<?, ? super ClientHttpRequest>>of(
				BodyInserters.fromPublisher(Mono.fromCallable(() -> "body"), String.class),
				BodyInserters.fromResource(new InputStreamResource(stream)),
				BodyInserters.fromDataBuffers(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[1]))))) {
			this.sent.clear();
			assertThat(this.filter.filter(put(body), writing(unavailable, OK)).block()).isSameAs(unavailable);
			assertThat(this.sent).hasSize(1);
		}
	}

	@Test
	void repeatsAnIdempotentRequestThatAnInstanceCantAnswerAndReleasesTheAnswer() {
		this.fixture.backend.with("orders", 1, 2);
		AtomicBoolean released = new AtomicBoolean();
		ClientResponse unavailable = ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE)
			.body(Flux.<DataBuffer>empty().doOnComplete(() -> released.set(true)))
			.build();
		assertThat(this.filter.filter(get(), answering(Mono.just(unavailable), Mono.just(OK))).block()).isSameAs(OK);
		assertThat(released).isTrue();
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "send", "SUCCESS", "send", "SUCCESS");
	}

	@Test
	void doesNotWaitForTheRestOfAnAnswerThatIsThrownAway() {
		this.fixture.backend.with("orders", 1, 2);
		ClientResponse dripping = ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE).body(Flux.never()).build();
		assertThat(this.filter.filter(get(), answering(Mono.just(dripping), Mono.just(OK))).block()).isSameAs(OK);
	}

	@Test
	void returnsTheLastAnswerAsItIs() {
		this.fixture.backend.with("orders", 1, 2, 3, 4);
		ClientResponse last = unavailable();
		assertThat(
				this.filter
					.filter(get(),
							answering(Mono.just(unavailable()), Mono.just(unavailable()), Mono.just(last),
									Mono.just(OK)))
					.block())
			.isSameAs(last);
		assertThat(this.sent).hasSize(3);
		ClientRequest post = ClientRequest.create(HttpMethod.POST, URI.create("http://orders/")).build();
		this.sent.clear();
		assertThat(this.filter.filter(post, answering(Mono.just(last), Mono.just(OK))).block()).isSameAs(last);
	}

	@Test
	void tellsOfAnEarlierAnswerWhereTheLastAttemptFails() {
		this.fixture.backend.with("orders", 1, 2);
		IllegalStateException failure = new IllegalStateException("the caller's own");
		assertThatException()
			.isThrownBy(
					() -> this.filter.filter(get(), answering(Mono.just(unavailable()), Mono.error(failure))).block())
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed())
				.anySatisfy((before) -> assertThat(before).hasMessageContaining("answered with 503")));
	}

	@Test
	void hasNothingInFlightInAPauseAndCanBeCancelledThere() {
		this.fixture.backend.with("orders", 1);
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			Disposable call = this.filter
				.filter(get(), answering(Mono.error(new ConnectException("refused")), Mono.just(OK)))
				.subscribe();
			assertThat(this.sent).hasSize(1);
			assertThat(this.fixture.inFlight("orders")).isZero();
			call.dispose();
			time.advanceTimeBy(Duration.ofSeconds(1));
			assertThat(this.sent).hasSize(1);
			List<ClientResponse> responses = new ArrayList<>();
			this.sent.clear();
			this.filter.filter(get(), answering(Mono.error(new ConnectException("refused")), Mono.just(OK)))
				.subscribe(responses::add);
			assertThat(responses).isEmpty();
			time.advanceTimeBy(Duration.ofMillis(25));
			assertThat(responses).containsExactly(OK);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void keepsTheResponseWhereALifecycleFails() {
		this.fixture.backend.with("orders", 1);
		this.fixture.lifecycle.failOnComplete();
		assertThat(this.filter.filter(get(), answering(Mono.just(OK))).block()).isSameAs(OK);
	}

	@Test
	void cancelsTheSecondAttemptToo() {
		this.fixture.backend.with("orders", 1, 2);
		Disposable call = this.filter
			.filter(get(), answering(Mono.error(new ConnectException("refused")), Mono.never()))
			.subscribe();
		Patience.await().untilAsserted(() -> assertThat(this.sent).hasSize(2));
		assertThat(this.fixture.inFlight("orders")).isOne();
		call.dispose();
	}

	@Test
	void canBeCancelledWhileTheInstanceIsAskedWhoseFailureItWas() {
		this.fixture.backend.with("orders", 1, 2);
		for (int i = 0; i < 100; i++) {
			this.filter.filter(get(), answering(Mono.error(new ConnectException("refused")), Mono.never()))
				.subscribe()
				.dispose();
		}
		Patience.await().untilAsserted(() -> assertThat(this.fixture.inFlight("orders")).isZero());
	}

	@Test
	void neverLeavesItsThreadWhereTheFailureNamesItsAddress() {
		this.fixture.backend.with("orders", 1, 2);
		AtomicReference<Thread> second = new AtomicReference<>();
		ExchangeFunction refusing = (request) -> Mono.defer(() -> {
			this.sent.add(request);
			if (this.sent.size() == 1) {
				return Mono
					.error(new ConnectException("Connection refused: localhost/127.0.0.1:" + request.url().getPort()));
			}
			second.set(Thread.currentThread());
			return Mono.just(OK);
		});
		List<ClientResponse> responses = new ArrayList<>();
		this.filter.filter(get(), refusing).subscribe(responses::add);
		assertThat(responses).containsExactly(OK);
		assertThat(second).hasValue(Thread.currentThread());
	}

	@Test
	void blamesTheInstanceForAServerError() {
		this.fixture.backend.with("orders", 1);
		ClientResponse error = ClientResponse.create(HttpStatus.INTERNAL_SERVER_ERROR).build();
		assertThat(this.filter.filter(get(), answering(Mono.just(error))).block()).isSameAs(error);
		assertThat(this.fixture.stats("orders", 1).failures()).isOne();
	}

	@Test
	void answers503AndWhyWhenThereIsNobody() {
		ClientResponse response = this.filter.filter(get(), answering()).block();
		assertThat(response.statusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.bodyToMono(String.class).block())
			.isEqualTo("No instance of 'orders' can be called: the registry (live) knows none by that name");
		assertThat(this.fixture.lifecycle.events()).containsExactly("start", "DISCARD");
	}

	@Test
	void answers503AfterTheFirstReadTimeoutWhenTheRegistryIsSilent() {
		List<ClientResponse> responses = new ArrayList<>();
		URI uri = URI.create("http://" + LiveBackend.SILENT + "/");
		Mono<ClientResponse> call = this.filter.filter(ClientRequest.create(HttpMethod.GET, uri).build(), answering());
		Disposable subscription = call.subscribe(responses::add);
		assertThat(responses).isEmpty();
		this.fixture.time.advance(Duration.ofSeconds(3));
		Patience.await().until(subscription::isDisposed);
		assertThat(responses).singleElement()
			.satisfies((response) -> assertThat(response.bodyToMono(String.class).block())
				.contains("Nothing is known yet about service 'silent'"));
	}

	@Test
	void answers400WithAHintWhenTheServiceIdIsNoHost() {
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://my_orders/a")).build();
		ClientResponse response = this.filter.filter(request, answering()).block();
		assertThat(response.statusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(response.bodyToMono(String.class).block())
			.startsWith("Request URI does not contain a valid hostname: http://my_orders/a. The service id 'my_orders'")
			.endsWith("such as 'my-orders'");
	}

	@Test
	void hintsAtTheServiceIdAloneAndTellsNoPassword() {
		URI url = URI.create("http://user:canary@my_orders:8080/a?token=canary");
		ClientResponse response = this.filter.filter(ClientRequest.create(HttpMethod.GET, url).build(), answering())
			.block();
		assertThat(response.bodyToMono(String.class).block()).contains("The service id 'my_orders' can't")
			.endsWith("such as 'my-orders'")
			.doesNotContain("canary");
	}

	@Test
	void addsTheCookieOfAStickySession() {
		this.fixture.backend.with("orders", 1);
		this.fixture.properties.getStickySession().setAddServiceInstanceCookie(true);
		this.filter.filter(get(), answering(Mono.just(OK))).block();
		assertThat(this.sent).singleElement()
			.satisfies((request) -> assertThat(request.cookies().getFirst("sc-lb-instance-id"))
				.isEqualTo("orders-localhost-1"));
	}

	@Test
	void takesThePlaceOfTheCookieOfAStickySessionThatCameWithTheRequest() {
		this.fixture.backend.with("orders", 1);
		this.fixture.properties.getStickySession().setAddServiceInstanceCookie(true);
		ClientRequest request = ClientRequest.from(get()).cookie("sc-lb-instance-id", "orders-localhost-9").build();
		this.filter.filter(request, answering(Mono.just(OK))).block();
		assertThat(this.sent).singleElement()
			.satisfies((sent) -> assertThat(sent.cookies().get("sc-lb-instance-id"))
				.containsExactly("orders-localhost-1"));
	}

	@Test
	void addsTheCookieThatTheNameAskedForSays() {
		this.fixture.backend.put("orders", Instance.builder("ordering", "localhost", 1).build());
		LoadBalancerProperties own = new LoadBalancerProperties();
		own.getStickySession().setAddServiceInstanceCookie(true);
		this.fixture.properties.getClients().put("orders", own);
		this.filter.filter(get(), answering(Mono.just(OK))).block();
		assertThat(this.sent).singleElement()
			.satisfies((request) -> assertThat(request.cookies().getFirst("sc-lb-instance-id"))
				.isEqualTo("ordering-localhost-1"));
	}

	private static ClientResponse unavailable() {
		return ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE).build();
	}

	private static ClientRequest put(BodyInserter<?, ? super ClientHttpRequest> body) {
		return ClientRequest.create(HttpMethod.PUT, URI.create("http://orders/")).body(body).build();
	}

	/** Sends the body, as a real client does, before it is answered. */
	private ExchangeFunction writing(ClientResponse... answers) {
		return (request) -> {
			this.sent.add(request);
			MockClientHttpRequest message = new MockClientHttpRequest(HttpMethod.PUT, request.url());
			return request.writeTo(message, ExchangeStrategies.withDefaults())
				.then(Mono.defer(() -> DataBufferUtils.join(message.getBody())))
				.doOnNext((body) -> assertThat(body.readableByteCount()).isPositive())
				.thenReturn(answers[this.sent.size() - 1]);
		};
	}

	private static ClientRequest put() {
		return ClientRequest.create(HttpMethod.PUT, URI.create("http://orders/"))
			.body(BodyInserters.fromPublisher(Flux.just("bo", "dy"), String.class))
			.build();
	}

	private static ClientRequest get() {
		return ClientRequest.create(HttpMethod.GET, URI.create("http://orders/")).build();
	}

	@SafeVarargs
	private ExchangeFunction answering(Mono<ClientResponse>... answers) {
		return (request) -> {
			this.sent.add(request);
			return answers[Math.min(this.sent.size(), answers.length) - 1];
		};
	}

}
