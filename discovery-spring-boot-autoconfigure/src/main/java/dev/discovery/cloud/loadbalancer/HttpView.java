package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.policy.RequestView;
import dev.discovery.cloud.carry.CarriedHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * What all of Spring's requests have in common, as routes and policies look at it.
 */
abstract class HttpView implements RequestView {

	/**
	 * A blocking client's request.
	 * @param request the request
	 * @return its view; knows nothing where the request isn't one of HTTP
	 */
	static RequestView of(LoadBalancerRequest<?> request) {
		return (request instanceof HttpRequestLoadBalancerRequest<?> http) ? new OfRequest(http.getHttpRequest())
				: NONE;
	}

	/**
	 * A request of those who only ask where to send it.
	 * @param request the request
	 * @return its view; knows nothing where the request tells nothing
	 */
	static RequestView of(@Nullable Request<?> request) {
		RequestData data = (request != null && request.getContext() instanceof RequestDataContext context)
				? context.getClientRequest() : null;
		return (data != null) ? new OfData(data) : NONE;
	}

	abstract HttpMethod httpMethod();

	abstract URI uri();

	abstract HttpHeaders headers();

	abstract Map<String, Object> attributes();

	@Override
	public String method() {
		return httpMethod().name();
	}

	@Override
	public @Nullable String path() {
		return uri().getRawPath();
	}

	@Override
	public @Nullable String header(String name) {
		return headers().getFirst(name);
	}

	@Override
	public @Nullable String cookie(String name) {
		for (String header : headers().getOrEmpty(HttpHeaders.COOKIE)) {
			String value = find(header, name, ';');
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	@Override
	public @Nullable String query(String name) {
		String query = uri().getRawQuery();
		String value = (query != null) ? find(query, name, '&') : null;
		return (value != null) ? URLDecoder.decode(value, StandardCharsets.UTF_8) : null;
	}

	@Override
	public @Nullable Object attribute(String name) {
		return attributes().get(name);
	}

	/** The value of {@code name=value}. */
	private static @Nullable String find(String pairs, String name, char separator) {
		int begin = 0;
		while (begin < pairs.length()) {
			int end = pairs.indexOf(separator, begin);
			end = (end < 0) ? pairs.length() : end;
			while (begin < end && pairs.charAt(begin) == ' ') {
				begin++;
			}
			int value = begin + name.length();
			if (value < end && pairs.startsWith(name, begin) && pairs.charAt(value) == '=') {
				return pairs.substring(value + 1, end);
			}
			begin = end + 1;
		}
		return null;
	}

	private static final class OfRequest extends HttpView {

		private final HttpRequest request;

		OfRequest(HttpRequest request) {
			this.request = request;
		}

		@Override
		HttpMethod httpMethod() {
			return this.request.getMethod();
		}

		@Override
		URI uri() {
			return this.request.getURI();
		}

		@Override
		HttpHeaders headers() {
			return this.request.getHeaders();
		}

		@Override
		Map<String, Object> attributes() {
			return this.request.getAttributes();
		}

	}

	private static final class OfData extends HttpView {

		private final RequestData data;

		OfData(RequestData data) {
			this.data = data;
		}

		@Override
		HttpMethod httpMethod() {
			return this.data.getHttpMethod();
		}

		@Override
		URI uri() {
			return this.data.getUrl();
		}

		@Override
		HttpHeaders headers() {
			HttpHeaders headers = this.data.getHeaders();
			return (headers != null) ? headers : HttpHeaders.EMPTY;
		}

		/** Whoever only asks may not have added yet what is carried. */
		@Override
		public @Nullable String header(String name) {
			String own = super.header(name);
			if (own != null) {
				return own;
			}
			CarriedHeaders carried = CarriedHeaders.current();
			return (carried != null) ? carried.first(name) : null;
		}

		@Override
		public @Nullable String cookie(String name) {
			MultiValueMap<String, String> cookies = this.data.getCookies();
			List<String> values = (cookies != null) ? cookies.get(name) : null;
			return (values != null && !values.isEmpty()) ? values.get(0) : super.cookie(name);
		}

		@Override
		Map<String, Object> attributes() {
			Map<String, Object> attributes = this.data.getAttributes();
			return (attributes != null) ? attributes : Map.of();
		}

	}

}
