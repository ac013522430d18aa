package dev.discovery.cloud.loadbalancer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.http.HttpMethod;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The HTTP clients that Spring Boot builds, as it builds them where nothing is said: they
 * follow redirects. Those that aren't on the class path are left out.
 */
enum HttpClientKind {

	SIMPLE("java.net.HttpURLConnection", (fixture) -> blocking(fixture, ClientHttpRequestFactoryBuilder.simple())),
	JDK("java.net.http.HttpClient", (fixture) -> blocking(fixture, ClientHttpRequestFactoryBuilder.jdk())),
	APACHE("org.apache.hc.client5.http.classic.HttpClient",
			(fixture) -> blocking(fixture, ClientHttpRequestFactoryBuilder.httpComponents())),
	JETTY("org.eclipse.jetty.client.HttpClient",
			(fixture) -> blocking(fixture, ClientHttpRequestFactoryBuilder.jetty())),
	REACTOR("reactor.netty.http.client.HttpClient",
			(fixture) -> blocking(fixture, ClientHttpRequestFactoryBuilder.reactor())),
	REACTIVE_JDK("java.net.http.HttpClient", (fixture) -> reactive(fixture, ClientHttpConnectorBuilder.jdk())),
	REACTIVE_APACHE("org.apache.hc.core5.reactive.ReactiveEntityProducer",
			(fixture) -> reactive(fixture, ClientHttpConnectorBuilder.httpComponents())),
	REACTIVE_JETTY("org.eclipse.jetty.reactive.client.ReactiveRequest",
			(fixture) -> reactive(fixture, ClientHttpConnectorBuilder.jetty())),
	REACTIVE_REACTOR("reactor.netty.http.client.HttpClient",
			(fixture) -> reactive(fixture, ClientHttpConnectorBuilder.reactor()));

	private final String library;

	private final Function<Fixture, Caller> caller;

	HttpClientKind(String library, Function<Fixture, Caller> caller) {
		this.library = library;
		this.caller = caller;
	}

	/**
	 * Those that are there.
	 */
	static Stream<HttpClientKind> present() {
		return Arrays.stream(values()).filter((kind) -> ClassUtils.isPresent(kind.library, null));
	}

	/**
	 * A load-balanced client.
	 */
	Caller caller(Fixture fixture) {
		return this.caller.apply(fixture);
	}

	private static Caller blocking(Fixture fixture, ClientHttpRequestFactoryBuilder<?> builder) {
		RestClient client = RestClient.builder()
			.requestFactory(builder.build())
			.requestInterceptor(new LoadBalancerInterceptor(
					new BalancedLoadBalancerClient(fixture.chooser, fixture.factory, false)))
			.build();
		return (method, uri) -> client.method(method).uri(uri).retrieve().body(String.class);
	}

	private static Caller reactive(Fixture fixture, ClientHttpConnectorBuilder<?> builder) {
		WebClient client = WebClient.builder()
			.clientConnector(builder.build())
			.filter(new BalancedExchangeFilterFunction(fixture.chooser, fixture.factory, List.of(),
					ConfiguredServices.NONE))
			.build();
		return (method, uri) -> client.method(method).uri(uri).retrieve().bodyToMono(String.class).block();
	}

	/**
	 * Sends a request without a body.
	 */
	@FunctionalInterface
	interface Caller {

		String call(HttpMethod method, String uri);

	}

}
