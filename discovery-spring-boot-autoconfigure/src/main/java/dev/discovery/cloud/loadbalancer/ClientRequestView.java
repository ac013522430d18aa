package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * A WebClient's request as routes and policies look at it.
 */
final class ClientRequestView extends HttpView {

	private final ClientRequest request;

	ClientRequestView(ClientRequest request) {
		this.request = request;
	}

	@Override
	HttpMethod httpMethod() {
		return this.request.method();
	}

	@Override
	URI uri() {
		return this.request.url();
	}

	@Override
	HttpHeaders headers() {
		return this.request.headers();
	}

	@Override
	public @Nullable String cookie(String name) {
		String value = this.request.cookies().getFirst(name);
		return (value != null) ? value : super.cookie(name);
	}

	@Override
	Map<String, Object> attributes() {
		return this.request.attributes();
	}

}
