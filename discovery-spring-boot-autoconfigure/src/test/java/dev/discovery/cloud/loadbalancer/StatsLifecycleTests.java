package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.discovery.balancing.CallObserver;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableExchangeFilterFunctionLoadBalancerRetryPolicy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link StatsLifecycle}: what Gateway, OpenFeign and Spring Cloud's retries
 * do, call by call, as their sources of 5.0.2 do it.
 */
class StatsLifecycleTests {

	private final Fixture fixture = new Fixture(true);

	private final StatsLifecycle lifecycle = new StatsLifecycle(this.fixture.chooser, this.fixture.time);

	@AfterEach
	void leavesNothingInFlight() {
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	@Test
	void countsACallOfFeigns() {
		this.fixture.backend.with("orders", 1);
		InstanceStats stats = feign(status(200), 1);
		assertThat(stats.successes()).isOne();
		feign(status(503), 1);
		assertThat(stats.failures()).isOne();
		feign(new ConnectException("refused"), 1);
		assertThat(stats.failures()).isEqualTo(2);
		assertThat(stats.consecutiveFailures()).isEqualTo(3);
		feign(new IllegalArgumentException("the caller's own"), 1);
		assertThat(stats.failures()).isEqualTo(2);
		feign(new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, "slow", new TimeoutException()), 1);
		assertThat(stats.consecutiveFailures()).isEqualTo(5);
	}

	@Test
	void countsACallOfGatewayMvcsWhoseInstanceIsAWrapperWithoutAnId() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		DefaultRequest<Object> request = request();
		ServiceInstance chosen = this.fixture.chooser.choose("orders", request);
		DefaultServiceInstance wrapper = new DefaultServiceInstance(null, "orders", chosen.getHost(), chosen.getPort(),
				false);
		DefaultResponse response = new DefaultResponse(wrapper);
		InstanceStats stats = this.fixture.stats("orders", chosen.getPort());
		this.lifecycle.onStartRequest(request, response);
		assertThat(stats.inFlight()).isOne();
		ServerResponse answer = ServerResponse.status(HttpStatus.BAD_GATEWAY).build();
		this.lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, request, response, answer));
		assertThat(stats.failures()).isOne();
	}

	@Test
	void knowsACallThatARestClientOrAWebClientMakesFromThoseOfFilters() {
		int port = EchoServer.closedPort();
		this.fixture.backend.with("orders", port);
		String other = "http://localhost:" + EchoServer.closedPort();
		Function<String, List<Runnable>> calls = (url) -> List.of(
				() -> RestClient.create(url).post().uri("/a?b=c").retrieve().toBodilessEntity(),
				() -> RestClient.create(url).post().retrieve().toBodilessEntity(),
				() -> WebClient.create(url).post().uri("/a").retrieve().toBodilessEntity().block());
		for (Runnable call : calls.apply(other)) {
			assertThatException().isThrownBy(call::run)
				.satisfies((ex) -> assertThat(feign(ex, port).consecutiveFailures()).isZero());
		}
		int points = 0;
		for (Runnable call : calls.apply("http://localhost:" + port)) {
			points += 2;
			int expected = points;
			assertThatException().isThrownBy(call::run)
				.satisfies((ex) -> assertThat(feign(ex, port).consecutiveFailures()).isEqualTo(expected));
		}
	}

	@Test
	void blamesNobodyForAnAddressThatIsNotTheInstances() {
		this.fixture.backend.with("orders", 1);
		assertThat(feign(new ConnectException("Connection refused: localhost/127.0.0.1:2"), 1).failures()).isZero();
		assertThat(feign(new ConnectException("Connection refused: localhost/127.0.0.1:1"), 1).failures()).isOne();
	}

	@Test
	void leavesAWebSocketAlone() {
		this.fixture.backend.with("orders", 1);
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.UPGRADE, "WebSocket");
		DefaultRequest<Object> request = request("orders", headers);
		Response<ServiceInstance> response = new DefaultResponse(this.fixture.chooser.choose("orders", request));
		this.lifecycle.onStartRequest(request, response);
		assertThat(this.fixture.inFlight("orders")).isZero();
		this.lifecycle.onComplete(new CompletionContext<>(Status.FAILED, new IOException("closed"), request, response));
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
		headers.set(HttpHeaders.UPGRADE, "h2c");
		this.lifecycle.onStartRequest(request, response);
		assertThat(this.fixture.inFlight("orders")).isOne();
		this.lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, request, response, status(200)));
	}

	@Test
	void countsACallUnderTheNameThatWasAskedFor() {
		this.fixture.backend.put("ORDERS", Instance.builder("orders", "localhost", 1).build());
		DefaultRequest<Object> request = request("ORDERS", new HttpHeaders());
		ServiceInstance chosen = this.fixture.chooser.choose("ORDERS", request);
		assertThat(chosen.getServiceId()).isEqualTo("orders");
		for (ServiceInstance told : List.of(chosen,
				new DefaultServiceInstance(null, "orders", "localhost", 1, false))) {
			this.fixture.chooser.choose("ORDERS", request);
			Response<ServiceInstance> response = new DefaultResponse(told);
			this.lifecycle.onStartRequest(request, response);
			assertThat(this.fixture.inFlight("ORDERS")).isOne();
			this.lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, request, response, status(500)));
		}
		assertThat(this.fixture.stats("ORDERS", 1).failures()).isEqualTo(2);
	}

	@Test
	void countsACallUnderItsInstancesNameWhereItWasChosenInAnotherWay() {
		this.fixture.backend.with("orders", 1, 2);
		DefaultRequest<Object> request = request();
		ServiceInstance chosen = this.fixture.chooser.choose("orders", request);
		int port = 3 - chosen.getPort();
		ServiceInstance changed = new DefaultServiceInstance(null, "orders", "localhost", port, false);
		this.lifecycle.onStartRequest(request, new DefaultResponse(changed));
		assertThat(this.fixture.stats("orders", port).inFlight()).isOne();
		this.lifecycle
			.onComplete(new CompletionContext<>(Status.SUCCESS, request, new DefaultResponse(changed), status(200)));
	}

	@Test
	void endsACallExactlyOnce() {
		this.fixture.backend.with("orders", 1);
		DefaultRequest<Object> request = request();
		Response<ServiceInstance> response = new DefaultResponse(this.fixture.chooser.choose("orders", request));
		this.lifecycle.onStartRequest(request, response);
		for (int i = 0; i < 3; i++) {
			this.lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, request, response, status(200)));
		}
		assertThat(this.fixture.stats("orders", 1).successes()).isOne();
	}

	@Test
	void tellsCallsApartWhoseRequestsAndResponsesAreEqual() {
		this.fixture.backend.with("orders", 1);
		List<DefaultRequest<Object>> requests = List.of(request(), request());
		assertThat(requests.get(0)).isEqualTo(requests.get(1));
		Response<ServiceInstance> response = new DefaultResponse(this.fixture.chooser.choose("orders", null));
		requests.forEach((request) -> this.lifecycle.onStartRequest(request, response));
		assertThat(this.fixture.inFlight("orders")).isEqualTo(2);
		this.lifecycle.onComplete(new CompletionContext<>(Status.SUCCESS, requests.get(0), response, status(200)));
		assertThat(this.fixture.inFlight("orders")).isOne();
		this.lifecycle.onComplete(new CompletionContext<>(Status.FAILED, new IOException(), requests.get(1), response));
	}

	@Test
	void leavesForeignAndMissingInstancesAlone() {
		this.fixture.backend.with("orders", 1);
		this.fixture.balancer.pool("orders");
		DefaultRequest<Object> request = request();
		this.lifecycle.onStart(request);
		this.lifecycle.onStartRequest(request, new DefaultResponse(null));
		this.lifecycle.onStartRequest(request,
				new DefaultResponse(new DefaultServiceInstance("x", "orders", "example.org", 9, false)));
		this.lifecycle.onStartRequest(request,
				new DefaultResponse(new DefaultServiceInstance("x", "unheard-of", "example.org", 9, false)));
		this.lifecycle.onComplete(new CompletionContext<>(Status.DISCARD, request));
		assertThat(this.fixture.stats("orders", 1).successes()).isZero();
	}

	@Test
	void endsACallWhoseRequestIsForgotten() {
		this.fixture.backend.with("orders", 1);
		startAndForget();
		assertThat(this.fixture.inFlight("orders")).isOne();
		Patience.await().until(() -> {
			System.gc();
			this.fixture.time.advance(Duration.ofSeconds(1));
			return this.fixture.inFlight("orders") == 0;
		});
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
	}

	private void startAndForget() {
		DefaultRequest<Object> request = request();
		this.lifecycle.onStartRequest(request, new DefaultResponse(this.fixture.chooser.choose("orders", request)));
	}

	@Test
	void countsAGatewayExchange() {
		this.fixture.backend.with("orders", 1);
		Sinks.One<HttpStatus> answer = Sinks.one();
		gateway(answer.asMono(), Mono.empty()).subscribe();
		assertThat(this.fixture.inFlight("orders")).isOne();
		answer.tryEmitValue(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(this.fixture.stats("orders", 1).failures()).isOne();
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	@Test
	void aRetryWithinAGatewayExchangeGoesWhereThatHasNotBeen() {
		this.fixture.backend.with("orders", 1, 2, 3);
		BalancedReactiveLoadBalancer balancer = new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders");
		List<Integer> answers = Arrays.asList(503, 429, null);
		for (Integer answer : answers) {
			Mono<Integer> attempt = attempt(balancer, answer);
			for (int i = 0; i < 3; i++) {
				List<Integer> ports = OpenCalls.closedAfter(attempt.repeat(3).collectList()).block();
				assertThat(ports).hasSize(4);
				assertThat(ports.subList(0, 3)).containsExactlyInAnyOrder(1, 2, 3);
			}
		}
	}

	/** An attempt within an exchange, to its port; null is no answer, and no end. */
	private Mono<Integer> attempt(BalancedReactiveLoadBalancer balancer, @Nullable Integer status) {
		return Mono.defer(() -> {
			DefaultRequest<Object> request = request();
			return balancer.choose(request).doOnNext((response) -> {
				this.lifecycle.onStartRequest(request, response);
				if (status != null) {
					this.lifecycle
						.onComplete(new CompletionContext<>(Status.SUCCESS, request, response, status(status)));
				}
			}).map((response) -> response.getServer().getPort());
		});
	}

	@Test
	void aCallThatFollowsOneThatWentWellMayGoToTheSameInstance() {
		this.fixture.backend.with("orders", 1, 2);
		BalancedReactiveLoadBalancer balancer = new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders");
		Mono<List<Integer>> ports = attempt(balancer, 200).repeat(1)
			.then(attempt(balancer, 503))
			.flatMap((failed) -> attempt(balancer, 200).repeat(3)
				.collectList()
				.doOnNext((others) -> assertThat(others).hasSize(4).doesNotContain(failed)));
		assertThat(OpenCalls.closedAfter(ports).block()).isNotEmpty();
	}

	@Test
	void remembersFewOfManyCallsOfAnExchange() {
		this.fixture.backend.with("orders", 1, 2);
		BalancedReactiveLoadBalancer balancer = new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders");
		for (int status : new int[] { 200, 503 }) {
			Mono<Integer> known = attempt(balancer, status).repeat(999)
				.then(Mono.deferContextual((context) -> Mono.just(context.get(OpenCalls.class).size())));
			assertThat(OpenCalls.closedAfter(known).block()).isLessThanOrEqualTo(32);
		}
	}

	@Test
	void leavesNothingInFlightWhenAGatewayExchangeIsCancelled() {
		this.fixture.backend.with("orders", 1);
		Disposable exchange = gateway(Mono.never(), Mono.empty()).subscribe();
		assertThat(this.fixture.inFlight("orders")).isOne();
		exchange.dispose();
		assertThat(this.fixture.inFlight("orders")).isZero();
		assertThat(this.fixture.stats("orders", 1).failures()).isZero();
	}

	@Test
	void leavesNothingInFlightWhenACircuitBreakerCancelsInsideAGatewayExchange() {
		this.fixture.backend.with("orders", 1);
		gateway(Mono.never(), Mono.just("fallback")).block();
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	@Test
	void countsSpringCloudsOwnRetriesAndEndsThoseThatAreCancelled() {
		this.fixture.backend.with("orders", 1, 2);
		Fixture own = this.fixture;
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(LoadBalancerLifecycle.class, () -> this.lifecycle);
		context.refresh();
		own.properties.getRetry().setEnabled(true);
		BalancedLoadBalancerFactory factory = new BalancedLoadBalancerFactory(own.chooser, own.properties, context);
		CountedRetryableExchangeFilterFunction filter = new CountedRetryableExchangeFilterFunction(
				(serviceId) -> new RetryableExchangeFilterFunctionLoadBalancerRetryPolicy(own.properties), factory,
				List.of());
		List<ClientRequest> sent = new ArrayList<>();
		ClientRequest get = ClientRequest.create(HttpMethod.GET, URI.create("http://orders/")).build();
		ClientResponse ok = ClientResponse.create(HttpStatus.OK).build();
		assertThat(filter.filter(get, (request) -> {
			sent.add(request);
			return (sent.size() == 1) ? Mono.error(new IOException("broken off")) : Mono.just(ok);
		}).block()).isSameAs(ok);
		assertThat(sent).hasSize(2);
		assertThat(own.stats("orders", 1).failures() + own.stats("orders", 2).failures()).isOne();
		assertThat(own.stats("orders", 1).successes() + own.stats("orders", 2).successes()).isOne();
		Disposable hanging = filter.filter(get, (request) -> Mono.never()).subscribe();
		assertThat(own.inFlight("orders")).isOne();
		hanging.dispose();
	}

	@Test
	@SuppressWarnings("rawtypes")
	void isNotAskedByOurOwnClientsWhichThenTellNobody() throws IOException {
		this.fixture.backend.with("orders", 1);
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(LoadBalancerLifecycle.class, () -> this.lifecycle);
		context.refresh();
		BalancedLoadBalancerFactory factory = new BalancedLoadBalancerFactory(this.fixture.chooser,
				this.fixture.properties, context);
		assertThat(factory.getInstances("orders", LoadBalancerLifecycle.class)).hasSize(1);
		BlockingLifecycles lifecycles = new BlockingLifecycles(factory, CallObserver.NONE);
		assertThat(lifecycles.call("orders", (instance) -> "")).isSameAs(LifecycleCall.UNHEARD);
		assertThat(lifecycles.attempt("orders", (instance) -> "")).isSameAs(LifecycleCall.UNHEARD);
		BalancedLoadBalancerClient client = new BalancedLoadBalancerClient(this.fixture.chooser, factory, false);
		client.execute("orders", (instance) -> "answer");
		assertThat(this.fixture.stats("orders", 1).successes()).isOne();
	}

	/** As {@code ReactiveLoadBalancerClientFilter} does it. */
	private Mono<Void> gateway(Mono<HttpStatus> answer, Mono<?> fallback) {
		BalancedReactiveLoadBalancer balancer = new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders");
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		List<Response<ServiceInstance>> chosen = new ArrayList<>();
		return new OpenCallsWebFilter().filter(exchange, (current) -> {
			DefaultRequest<Object> request = new DefaultRequest<>(
					new RequestDataContext(new RequestData(current.getRequest(), current.getAttributes()), "default"));
			Mono<Void> routed = balancer.choose(request).doOnNext((response) -> {
				chosen.add(response);
				this.lifecycle.onStartRequest(request, response);
			})
				.then(answer.doOnNext(current.getResponse()::setStatusCode).then())
				.doOnError((ex) -> this.lifecycle
					.onComplete(new CompletionContext<>(Status.FAILED, ex, request, chosen.get(0))))
				.doOnSuccess((nothing) -> this.lifecycle
					.onComplete(new CompletionContext<>(Status.SUCCESS, request, chosen.get(0), new ResponseData(
							current.getResponse(), new RequestData(current.getRequest(), current.getAttributes())))));
			return Mono.firstWithSignal(routed,
					fallback.hasElement()
						.filter((found) -> found)
						.then(Mono.<Void>empty())
						.delaySubscription(fallback.hasElement().filter((found) -> found).switchIfEmpty(Mono.never())));
		});
	}

	/** As {@code FeignBlockingLoadBalancerClient} does it. */
	private InstanceStats feign(Object end, int port) {
		DefaultRequest<Object> request = request();
		this.lifecycle.onStart(request);
		Response<ServiceInstance> response = new DefaultResponse(this.fixture.chooser.choose("orders", request));
		int before = this.fixture.stats("orders", port).inFlight();
		this.lifecycle.onStartRequest(request, response);
		assertThat(this.fixture.stats("orders", port).inFlight()).isLessThanOrEqualTo(before + 1);
		this.lifecycle.onComplete(
				(end instanceof Exception failure) ? new CompletionContext<>(Status.FAILED, failure, request, response)
						: new CompletionContext<>(Status.SUCCESS, request, response, end));
		return this.fixture.stats("orders", port);
	}

	private static DefaultRequest<Object> request() {
		return request("orders", new HttpHeaders());
	}

	private static DefaultRequest<Object> request(String serviceId, HttpHeaders headers) {
		RequestData data = new RequestData(HttpMethod.GET, URI.create("http://" + serviceId + "/"), headers,
				new LinkedMultiValueMap<>(), new HashMap<>());
		RequestDataContext context = new RequestDataContext(data, "default");
		context.setRequestStartTime(1);
		return new DefaultRequest<>(context);
	}

	private static ResponseData status(int status) {
		return new ResponseData(HttpStatusCode.valueOf(status), new HttpHeaders(), null, null);
	}

}
