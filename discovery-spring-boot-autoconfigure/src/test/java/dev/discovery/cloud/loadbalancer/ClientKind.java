package dev.discovery.cloud.loadbalancer;

import java.util.function.Function;

import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * The kinds of load-balanced clients, and how to call a service with each.
 */
enum ClientKind {

	REST_TEMPLATE {

		@Override
		String get(ApplicationContext context, String serviceId) {
			return context.getBean(RestTemplate.class).getForObject("http://" + serviceId + "/hello", String.class);
		}

		@Override
		String post(ApplicationContext context, String serviceId, String body) {
			return context.getBean(RestTemplate.class)
				.postForObject("http://" + serviceId + "/hello", body, String.class);
		}

	},
	REST_CLIENT {

		@Override
		String get(ApplicationContext context, String serviceId) {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			return client.get().uri("http://" + serviceId + "/hello").retrieve().body(String.class);
		}

		@Override
		String post(ApplicationContext context, String serviceId, String body) {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			return client.post().uri("http://" + serviceId + "/hello").body(body).retrieve().body(String.class);
		}

	},
	WEB_CLIENT {

		@Override
		String get(ApplicationContext context, String serviceId) {
			WebClient client = context.getBean(WebClient.Builder.class).build();
			return client.get().uri("http://" + serviceId + "/hello").retrieve().bodyToMono(String.class).block();
		}

		@Override
		String post(ApplicationContext context, String serviceId, String body) {
			WebClient client = context.getBean(WebClient.Builder.class).build();
			return client.post()
				.uri("http://" + serviceId + "/hello")
				.bodyValue(body)
				.retrieve()
				.bodyToMono(String.class)
				.block();
		}

	},
	HTTP_INTERFACE {

		@Override
		String get(ApplicationContext context, String serviceId) {
			return api(context, serviceId).get();
		}

		@Override
		String post(ApplicationContext context, String serviceId, String body) {
			return api(context, serviceId).post(body);
		}

		private CallApplication.Api api(ApplicationContext context, String serviceId) {
			return context.getBean(HttpServiceProxyRegistry.class).getClient(serviceId, CallApplication.Api.class);
		}

	},
	REACTIVE_HTTP_INTERFACE {

		@Override
		String get(ApplicationContext context, String serviceId) {
			return api(context, serviceId).get().block();
		}

		@Override
		String post(ApplicationContext context, String serviceId, String body) {
			return api(context, serviceId).post(body).block();
		}

		private CallApplication.ReactiveApi api(ApplicationContext context, String serviceId) {
			return context.getBean(HttpServiceProxyRegistry.class)
				.getClient("reactive-" + serviceId, CallApplication.ReactiveApi.class);
		}

	};

	abstract String get(ApplicationContext context, String serviceId);

	abstract String post(ApplicationContext context, String serviceId, String body);

	/**
	 * What the caller gets to read when a call fails.
	 */
	static final Function<Throwable, String> MESSAGE = (failure) -> (failure instanceof WebClientResponseException ex)
			? ex.getResponseBodyAsString() : failure.getMessage();

}
