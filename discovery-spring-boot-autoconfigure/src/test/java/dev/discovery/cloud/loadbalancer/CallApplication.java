package dev.discovery.cloud.loadbalancer;

import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * An application with every kind of load-balanced client.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ImportHttpServices(group = "inventory", types = CallApplication.Api.class)
@ImportHttpServices(group = "shaky", types = CallApplication.Api.class)
@ImportHttpServices(group = "nobody", types = CallApplication.Api.class)
@ImportHttpServices(group = "reactive-inventory", types = CallApplication.ReactiveApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
@ImportHttpServices(group = "reactive-shaky", types = CallApplication.ReactiveApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
@ImportHttpServices(group = "reactive-nobody", types = CallApplication.ReactiveApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class CallApplication {

	static final String INSTANCE_HEADER = "X-Instance";

	/**
	 * Runs it over a backend; without the two seconds that Netty takes to stop.
	 */
	static ConfigurableApplicationContext run(Class<?> application, LiveBackend backend, String... properties) {
		ApplicationContextInitializer<GenericApplicationContext> withBackend = (context) -> context
			.registerBean(LiveBackend.class, () -> backend);
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.initializers(withBackend)
			.properties("spring.main.banner-mode=off", "spring.application.name=caller",
					"spring.reactor.netty.shutdown-quiet-period=20ms")
			.properties(properties)
			.run();
	}

	@Bean
	@LoadBalanced
	RestTemplate restTemplate() {
		return new RestTemplate();
	}

	@Bean
	@LoadBalanced
	RestClient.Builder restClientBuilder() {
		return RestClient.builder();
	}

	@Bean
	@LoadBalanced
	WebClient.Builder webClientBuilder() {
		return WebClient.builder();
	}

	@Bean
	LoadBalancerRequestTransformer transformer() {
		return (request, instance) -> {
			request.getHeaders().set(INSTANCE_HEADER, instance.getInstanceId());
			return request;
		};
	}

	@Bean
	LoadBalancerClientRequestTransformer reactiveTransformer() {
		return (request,
				instance) -> ClientRequest.from(request).header(INSTANCE_HEADER, instance.getInstanceId()).build();
	}

	@Bean
	RecordingLifecycle lifecycle() {
		return new RecordingLifecycle();
	}

	/**
	 * An HTTP interface.
	 */
	@HttpExchange
	interface Api {

		@GetExchange("/hello")
		String get();

		@PostExchange("/hello")
		String post(@RequestBody String body);

	}

	/**
	 * A reactive HTTP interface.
	 */
	@HttpExchange
	interface ReactiveApi {

		@GetExchange("/hello")
		Mono<String> get();

		@PostExchange("/hello")
		Mono<String> post(@RequestBody String body);

	}

}
