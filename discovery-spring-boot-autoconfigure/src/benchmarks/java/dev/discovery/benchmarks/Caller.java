package dev.discovery.benchmarks;

import java.net.URI;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Calls an instance of {@code orders}: at a known address, through an interceptor that
 * does nothing, or load-balanced.
 */
final class Caller implements AutoCloseable {

	private static final ClientHttpRequestInterceptor IDLE = (request, body, execution) -> execution.execute(request,
			body);

	private final ConfigurableApplicationContext context;

	private final URI uri;

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	private Caller(ConfigurableApplicationContext context) {
		this.context = context;
		this.uri = URI.create("http://orders/hello");
		this.restClient = context.getBean(RestClient.Builder.class).build();
		this.restTemplate = context.getBean(RestTemplate.class);
	}

	private Caller(String authority, ClientHttpRequestFactory transport, ClientHttpRequestInterceptor... interceptors) {
		this.context = null;
		this.uri = URI.create("http://" + authority + "/hello");
		RestClient.Builder builder = RestClient.builder().requestFactory(transport);
		this.restTemplate = new RestTemplate(transport);
		for (ClientHttpRequestInterceptor interceptor : interceptors) {
			builder.requestInterceptor(interceptor);
			this.restTemplate.getInterceptors().add(interceptor);
		}
		this.restClient = builder.build();
	}

	/**
	 * Starts one.
	 * @param client who finds the way
	 * @param transport goes it
	 * @param authority where all instances are, or empty for addresses that nobody has
	 */
	static Caller of(String client, ClientHttpRequestFactory transport, String authority) {
		String known = authority.isEmpty() ? "10.0.0.1:8080" : authority;
		return switch (client) {
			case "plain" -> new Caller(known, transport);
			case "idle-interceptor" -> new Caller(known, transport, IDLE);
			case "ours" -> new Caller(Application.ours(10, authority, transport));
			case "spring-cloud" -> new Caller(Application.springCloud(10, authority, transport));
			default -> throw new IllegalArgumentException(client);
		};
	}

	String restClient() {
		return this.restClient.get().uri(this.uri).retrieve().body(String.class);
	}

	String restTemplate() {
		return this.restTemplate.getForObject(this.uri, String.class);
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
