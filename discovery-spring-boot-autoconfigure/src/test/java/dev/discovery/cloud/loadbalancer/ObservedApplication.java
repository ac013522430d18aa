package dev.discovery.cloud.loadbalancer;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * An application with every kind of load-balanced client, whose calls Spring observes as
 * well.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ImportHttpServices(group = "shaky", types = CallApplication.Api.class)
@ImportHttpServices(group = "reactive-shaky", types = CallApplication.ReactiveApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class ObservedApplication {

	@Bean
	TestObservationRegistry observations() {
		return TestObservationRegistry.create();
	}

	/** Declared as a handler of its own, as an application would. */
	@Bean
	ObservationLog log() {
		return new ObservationLog();
	}

	@Bean
	@LoadBalanced
	RestTemplate restTemplate(RestTemplateBuilder builder) {
		return builder.build();
	}

	@Bean
	@LoadBalanced
	RestClient.Builder restClientBuilder(ObservationRegistry observations) {
		return RestClient.builder().observationRegistry(observations);
	}

	@Bean
	@LoadBalanced
	WebClient.Builder webClientBuilder(ObservationRegistry observations) {
		return WebClient.builder().observationRegistry(observations);
	}

}
