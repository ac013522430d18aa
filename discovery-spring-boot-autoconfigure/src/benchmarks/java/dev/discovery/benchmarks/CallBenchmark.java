package dev.discovery.benchmarks;

import java.io.IOException;
import java.net.URI;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * What a whole call costs: to a known address, through an interceptor that does nothing,
 * and load-balanced.
 */
public class CallBenchmark extends InNanoseconds {

	private static final ClientHttpRequestInterceptor IDLE = (request, body, execution) -> execution.execute(request,
			body);

	/** Who finds the way. */
	@Param({ "plain", "idle-interceptor", "ours", "spring-cloud" })
	public String client;

	/** Who answers: nobody but this JVM's memory, or a server over the loopback. */
	@Param({ "memory", "socket" })
	public String transport;

	private ConfigurableApplicationContext context;

	private LocalServer server;

	private RestClient restClient;

	private RestTemplate restTemplate;

	private URI uri;

	/** Starts what is measured. */
	@Setup
	public void start() throws IOException {
		boolean socket = this.transport.equals("socket");
		ClientHttpRequestFactory factory = socket ? new JdkClientHttpRequestFactory() : new MemoryTransport();
		this.server = socket ? new LocalServer() : null;
		String authority = socket ? this.server.authority() : "";
		this.context = switch (this.client) {
			case "ours" -> Application.ours(10, authority, factory);
			case "spring-cloud" -> Application.springCloud(10, authority, factory);
			default -> null;
		};
		if (this.context != null) {
			this.uri = URI.create("http://orders/hello");
			this.restClient = this.context.getBean(RestClient.Builder.class).build();
			this.restTemplate = this.context.getBean(RestTemplate.class);
			return;
		}
		this.uri = URI.create("http://" + (socket ? authority : "10.0.0.1:8080") + "/hello");
		RestClient.Builder builder = RestClient.builder().requestFactory(factory);
		this.restTemplate = new RestTemplate(factory);
		if (this.client.equals("idle-interceptor")) {
			builder.requestInterceptor(IDLE);
			this.restTemplate.getInterceptors().add(IDLE);
		}
		this.restClient = builder.build();
	}

	/** Stops it. */
	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/** A call by RestClient. */
	@Benchmark
	public String restClient() {
		return this.restClient.get().uri(this.uri).retrieve().body(String.class);
	}

	/** A call by RestTemplate. */
	@Benchmark
	public String restTemplate() {
		return this.restTemplate.getForObject(this.uri, String.class);
	}

}
