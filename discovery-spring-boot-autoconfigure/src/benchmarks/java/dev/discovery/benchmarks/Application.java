package dev.discovery.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * An application that calls {@code orders}, once with this starter and once with what
 * Spring Cloud brings.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Application {

	private static final int ZONES = 3;

	/**
	 * With this starter and its default policy.
	 */
	static ConfigurableApplicationContext ours(int instances, String authority, ClientHttpRequestFactory transport) {
		Map<String, Object> properties = new HashMap<>();
		for (int i = 0; i < instances; i++) {
			String entry = "discovery.in-memory.services.orders[" + i + "].";
			properties.put(entry + "uri", uri(authority, i));
			properties.put(entry + "instance-id", "orders-" + i);
			properties.put(entry + "zone", "zone-" + i % ZONES);
		}
		return run(properties, transport, "discovery.registration.enabled=false");
	}

	/**
	 * With Spring Cloud LoadBalancer, its default cache, and its simple discovery client.
	 */
	static ConfigurableApplicationContext springCloud(int instances, String authority,
			ClientHttpRequestFactory transport, String... more) {
		Map<String, Object> properties = new HashMap<>();
		for (int i = 0; i < instances; i++) {
			String entry = "spring.cloud.discovery.client.simple.instances.orders[" + i + "].";
			properties.put(entry + "uri", uri(authority, i));
			properties.put(entry + "instance-id", "orders-" + i);
			properties.put(entry + "metadata.zone", "zone-" + i % ZONES);
		}
		return run(properties, transport,
				Stream
					.concat(Stream.of("discovery.enabled=false", "spring.cloud.loadbalancer.retry.enabled=false"),
							Stream.of(more))
					.toArray(String[]::new));
	}

	/** Everybody has an address of its own, unless there is only one. */
	private static String uri(String authority, int i) {
		return "http://" + (authority.isEmpty() ? "10.0." + (i >> 8) + "." + (i & 0xFF) + ":8080" : authority);
	}

	private static ConfigurableApplicationContext run(Map<String, Object> instances, ClientHttpRequestFactory transport,
			String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory().registerSingleton("transport", transport))
			.properties(instances)
			.properties("spring.main.banner-mode=off", "logging.level.root=error", "eureka.client.enabled=false",
					"spring.docker.compose.enabled=false", "spring.application.name=caller")
			.properties(properties)
			.run();
	}

	@Bean
	@LoadBalanced
	RestTemplate restTemplate(ClientHttpRequestFactory transport) {
		return new RestTemplate(transport);
	}

	@Bean
	@LoadBalanced
	RestClient.Builder restClientBuilder(ClientHttpRequestFactory transport) {
		return RestClient.builder().requestFactory(transport);
	}

}
