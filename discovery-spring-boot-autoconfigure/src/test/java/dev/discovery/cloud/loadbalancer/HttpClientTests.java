package dev.discovery.cloud.loadbalancer;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A refused connection is recognised as "never sent", whatever HTTP client reports it,
 * and only if it is the attempt's own.
 */
class HttpClientTests {

	private static final String CLOSED = "http://localhost:" + EchoServer.closedPort() + "/";

	private final Fixture fixture = new Fixture(false);

	private final EchoServer server = new EchoServer();

	private final EchoServer other = new EchoServer();

	@BeforeEach
	void register() {
		this.fixture.backend.with("shaky", this.server.port(), EchoServer.closedPort());
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.other.close();
		assertThat(this.fixture.inFlight("shaky")).isZero();
	}

	static Stream<ClientHttpRequestFactory> blockingClients() {
		return Stream.of(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()),
				new SimpleClientHttpRequestFactory(), new ReactorClientHttpRequestFactory());
	}

	@ParameterizedTest
	@MethodSource
	void blockingClients(ClientHttpRequestFactory requestFactory) {
		RestClient client = blocking(requestFactory, (request, body, execution) -> execution.execute(request, body));
		for (int i = 0; i < 4; i++) {
			assertThat(post(client)).isEqualTo("POST " + this.server.port() + " body");
		}
	}

	static Stream<ClientHttpConnector> reactiveClients() {
		return Stream.of(new JdkClientHttpConnector(HttpClient.newHttpClient()), new ReactorClientHttpConnector());
	}

	@ParameterizedTest
	@MethodSource
	void reactiveClients(ClientHttpConnector connector) {
		WebClient client = reactive(connector, (request, next) -> next.exchange(request));
		for (int i = 0; i < 4; i++) {
			Flux<String> body = Flux.just("bo", "dy");
			assertThat(client.post()
				.uri("http://shaky/")
				.body(body, String.class)
				.retrieve()
				.bodyToMono(String.class)
				.block()).isEqualTo("POST " + this.server.port() + " body");
		}
	}

	@ParameterizedTest
	@MethodSource("blockingClients")
	void doesNotTakeTheCallOfAnInterceptorForItsOwn(ClientHttpRequestFactory requestFactory) {
		this.fixture.backend.with("shaky", this.server.port(), this.other.port());
		RestClient closed = RestClient.create(CLOSED);
		RestClient auditing = blocking(requestFactory, (request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			// until somebody asks, a client of Java's need not have waited for the answer
			assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
			closed.post().retrieve().toBodilessEntity();
			return response;
		});
		assertThatException().isThrownBy(() -> post(auditing)).isInstanceOf(ResourceAccessException.class);
		assertThat(requests()).isOne();
		RestClient authorized = blocking(requestFactory, (request, body, execution) -> {
			closed.get().retrieve().toBodilessEntity();
			return execution.execute(request, body);
		});
		assertThatException().isThrownBy(() -> post(authorized)).isInstanceOf(ResourceAccessException.class);
		assertThat(requests()).isOne();
		assertNobodyIsBlamed();
	}

	@ParameterizedTest
	@MethodSource("reactiveClients")
	void doesNotTakeTheCallOfAFilterForItsOwn(ClientHttpConnector connector) {
		this.fixture.backend.with("shaky", this.server.port(), this.other.port());
		for (Mono<?> refused : List.of(WebClient.create(CLOSED).get().retrieve().toBodilessEntity(),
				Mono.fromCallable(() -> RestClient.create(CLOSED).get().retrieve().toBodilessEntity())
					.subscribeOn(Schedulers.boundedElastic()))) {
			int before = requests();
			WebClient auditing = reactive(connector,
					(request, next) -> next.exchange(request).delayUntil((response) -> refused));
			assertThatException().isThrownBy(() -> post(auditing)).withRootCauseInstanceOf(ConnectException.class);
			assertThat(requests()).isEqualTo(before + 1);
			WebClient authorized = reactive(connector, (request, next) -> refused.then(next.exchange(request)));
			assertThatException().isThrownBy(() -> post(authorized)).withRootCauseInstanceOf(ConnectException.class);
			assertThat(requests()).isEqualTo(before + 1);
		}
		assertNobodyIsBlamed();
	}

	@ParameterizedTest
	@MethodSource("reactiveClients")
	void knowsItsOwnFailureInsideThatOfAFilter(ClientHttpConnector connector) {
		WebClient client = reactive(connector,
				(request, next) -> next.exchange(request).onErrorMap((ex) -> new IllegalStateException("wrapped", ex)));
		for (int i = 0; i < 4; i++) {
			assertThat(post(client)).isEqualTo("POST " + this.server.port() + " body");
		}
	}

	private int requests() {
		return this.server.requests().size() + this.other.requests().size();
	}

	private void assertNobodyIsBlamed() {
		for (int port : List.of(this.server.port(), this.other.port())) {
			assertThat(this.fixture.stats("shaky", port).consecutiveFailures()).isZero();
			assertThat(this.fixture.stats("shaky", port).failures()).isZero();
		}
	}

	private RestClient blocking(ClientHttpRequestFactory requestFactory, ClientHttpRequestInterceptor inside) {
		return RestClient.builder()
			.requestFactory(requestFactory)
			.requestInterceptor(new LoadBalancerInterceptor(
					new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory, false)))
			.requestInterceptor(inside)
			.build();
	}

	private WebClient reactive(ClientHttpConnector connector, ExchangeFilterFunction inside) {
		return WebClient.builder()
			.clientConnector(connector)
			.filter(new BalancedExchangeFilterFunction(this.fixture.chooser, this.fixture.factory, List.of(),
					ConfiguredServices.NONE))
			.filter(inside)
			.build();
	}

	private static String post(RestClient client) {
		return client.post().uri("http://shaky/").body("body").retrieve().body(String.class);
	}

	private static String post(WebClient client) {
		return client.post().uri("http://shaky/").bodyValue("body").retrieve().bodyToMono(String.class).block();
	}

}
