package dev.discovery.cloud.loadbalancer;

import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A refused connection is recognised as "never sent", whatever HTTP client reports it.
 */
class HttpClientTests {

	private final Fixture fixture = new Fixture(false);

	private final EchoServer server = new EchoServer();

	@BeforeEach
	void register() {
		this.fixture.backend.with("shaky", this.server.port(), EchoServer.closedPort());
	}

	@AfterEach
	void stop() {
		this.server.close();
		assertThat(this.fixture.inFlight("shaky")).isZero();
	}

	static Stream<ClientHttpRequestFactory> blockingClients() {
		return Stream.of(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()),
				new SimpleClientHttpRequestFactory(), new ReactorClientHttpRequestFactory());
	}

	@ParameterizedTest
	@MethodSource
	void blockingClients(ClientHttpRequestFactory requestFactory) {
		RestClient client = RestClient.builder()
			.requestFactory(requestFactory)
			.requestInterceptor(new LoadBalancerInterceptor(
					new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory, false)))
			.build();
		for (int i = 0; i < 4; i++) {
			assertThat(client.post().uri("http://shaky/").body("body").retrieve().body(String.class))
				.isEqualTo("POST " + this.server.port() + " body");
		}
	}

	static Stream<ClientHttpConnector> reactiveClients() {
		return Stream.of(new JdkClientHttpConnector(HttpClient.newHttpClient()), new ReactorClientHttpConnector());
	}

	@ParameterizedTest
	@MethodSource
	void reactiveClients(ClientHttpConnector connector) {
		WebClient client = WebClient.builder()
			.clientConnector(connector)
			.filter(new BalancedExchangeFilterFunction(this.fixture.chooser, this.fixture.factory, List.of(),
					ConfiguredServices.NONE))
			.build();
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

}
