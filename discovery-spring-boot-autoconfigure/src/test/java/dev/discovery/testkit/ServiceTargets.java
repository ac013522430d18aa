package dev.discovery.testkit;

import java.util.List;

import dev.discovery.testkit.CallLoad.Target;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The load-balanced clients of a {@link CallingApplication}, at a service like
 * {@link Inventory}.
 */
public final class ServiceTargets {

	private ServiceTargets() {
	}

	/**
	 * One of each kind of client.
	 * @param application has their builders
	 * @param service who is called
	 */
	public static List<Target> of(BeanFactory application, String service) {
		return of(application.getBean(RestClient.Builder.class), application.getBean(WebClient.Builder.class), service);
	}

	static List<Target> of(RestClient.Builder restClient, WebClient.Builder webClient, String service) {
		String url = "http://" + service;
		return List.of(new RestClientTarget(restClient.baseUrl(url).build()),
				new WebClientTarget(webClient.baseUrl(url).build()));
	}

	/**
	 * Blocks.
	 */
	private record RestClientTarget(RestClient client) implements Target {

		@Override
		public String get() {
			return String.valueOf(this.client.get().uri("/who").retrieve().body(String.class));
		}

		@Override
		public String post(String id) {
			return String.valueOf(this.client.post()
				.uri("/orders/" + id)
				.contentType(MediaType.TEXT_PLAIN)
				.body(id)
				.retrieve()
				.body(String.class));
		}

	}

	/**
	 * Doesn't block, but for the load that waits for it.
	 */
	private record WebClientTarget(WebClient client) implements Target {

		@Override
		public String get() {
			return String.valueOf(this.client.get().uri("/who").retrieve().bodyToMono(String.class).block());
		}

		@Override
		public String post(String id) {
			return String.valueOf(this.client.post()
				.uri("/orders/" + id)
				.contentType(MediaType.TEXT_PLAIN)
				.bodyValue(id)
				.retrieve()
				.bodyToMono(String.class)
				.block());
		}

	}

}
