package dev.discovery.sample;

import java.util.List;
import java.util.Map;

import dev.discovery.sample.orders.OrdersApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;

/**
 * The sample's orders as the README starts them, with the inventories that they bring.
 */
abstract class RunningSample {

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	private ConfigurableApplicationContext orders;

	RestClient client;

	@BeforeEach
	void start() {
		this.orders = new SpringApplicationBuilder(OrdersApplication.class).properties("spring.config.name=orders")
			.run("--server.port=0");
		this.client = RestClient
			.create("http://localhost:" + this.orders.getEnvironment().getRequiredProperty("local.server.port"));
	}

	@AfterEach
	void stop() {
		fleet().forEach((id) -> this.client.delete().uri("/fleet/{id}", id).retrieve().toBodilessEntity());
		this.orders.close();
	}

	final List<?> known() {
		return (List<?>) get("/actuator/discovery/inventory").get("instances");
	}

	final List<String> fleet() {
		return this.client.get().uri("/fleet").retrieve().body(new ParameterizedTypeReference<>() {
		});
	}

	final Map<String, Object> get(String path) {
		return this.client.get().uri(path).retrieve().body(JSON);
	}

}
