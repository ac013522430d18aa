package dev.discovery.example;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/**
 * An application as users write them: it asks another service whether there is any tea.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Shop {

	@Bean
	@LoadBalanced
	RestClient.Builder loadBalanced() {
		return RestClient.builder();
	}

	@Bean
	Stock stock(RestClient.Builder loadBalanced) {
		RestClient client = loadBalanced.build();
		return () -> client.get().uri("http://inventory/tea").retrieve().body(String.class);
	}

	/**
	 * What there is.
	 */
	@FunctionalInterface
	interface Stock {

		String ofTea();

	}

}
