package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.RequestView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpView}: a request looks the same whichever client sends it.
 */
class HttpViewTests {

	private static final HttpMethod METHOD = HttpMethod.PATCH;

	static Stream<Function<String, RequestView>> views() {
		return Stream.of(HttpViewTests::ofRestClient, HttpViewTests::ofWebClient, HttpViewTests::ofGateway);
	}

	private static RequestView ofRestClient(String url) {
		HttpRequest request = request(url);
		return HttpView.of(new HttpRequestLoadBalancerRequest<Object>() {

			@Override
			public HttpRequest getHttpRequest() {
				return request;
			}

			@Override
			public Object apply(ServiceInstance instance) {
				throw new AssertionError("It is only looked at");
			}

		});
	}

	private static HttpRequest request(String url) {
		MockClientHttpRequest request = new MockClientHttpRequest(METHOD, URI.create(url));
		request.getHeaders().add("X-Version", "2");
		request.getHeaders().add("X-Version", "3");
		request.getHeaders().add(HttpHeaders.COOKIE, "a=1; user=jo=e; b=2");
		request.getAttributes().put("tenant", 7);
		return request;
	}

	private static RequestView ofWebClient(String url) {
		return new ClientRequestView(ClientRequest.create(METHOD, URI.create(url))
			.header("X-Version", "2", "3")
			.cookie("user", "jo=e")
			.attribute("tenant", 7)
			.build());
	}

	private static RequestView ofGateway(String url) {
		HttpRequest request = request(url);
		RequestData data = new RequestData(METHOD, request.getURI(), request.getHeaders(), new LinkedMultiValueMap<>(),
				request.getAttributes());
		Request<?> asked = new DefaultRequest<>(new RequestDataContext(data));
		return HttpView.of(asked);
	}

	@ParameterizedTest
	@MethodSource("views")
	void tellsWhatTheRequestIs(Function<String, RequestView> client) {
		RequestView view = client.apply("http://orders/a%20b/c?x=1&name=J%C3%B6rg+X&empty=&x=2");
		assertThat(view.method()).isEqualTo("PATCH");
		assertThat(view.path()).isEqualTo("/a%20b/c");
		assertThat(view.header("x-version")).isEqualTo("2");
		assertThat(view.cookie("user")).isEqualTo("jo=e");
		assertThat(view.query("x")).isEqualTo("1");
		assertThat(view.query("name")).isEqualTo("Jörg X");
		assertThat(view.query("empty")).isEmpty();
		assertThat(view.attribute("tenant")).isEqualTo(7);
	}

	@ParameterizedTest
	@MethodSource("views")
	void knowsWhatIsNotThere(Function<String, RequestView> client) {
		RequestView view = client.apply("http://orders?nam=1&named=2");
		assertThat(view.path()).isEmpty();
		assertThat(view.header("X-Other")).isNull();
		assertThat(view.cookie("use")).isNull();
		assertThat(view.query("name")).isNull();
		assertThat(view.attribute("other")).isNull();
	}

	@Test
	void knowsNothingOfWhatIsNoHttpRequest() {
		assertThat(HttpView.of((ServiceInstance instance) -> "answer")).isSameAs(RequestView.NONE);
		assertThat(HttpView.of(new DefaultRequest<>("hint"))).isSameAs(RequestView.NONE);
		RequestView none = RequestView.NONE;
		assertThat(none.method()).isNull();
		assertThat(none.header("X-Version")).isNull();
	}

}
