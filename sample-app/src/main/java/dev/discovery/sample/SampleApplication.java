package dev.discovery.sample;

import dev.discovery.sample.orders.OrdersApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Starts {@code orders}, which starts two instances of {@code inventory}: three
 * applications in one JVM that find each other through the in-memory registry.
 */
public final class SampleApplication {

	private SampleApplication() {
	}

	/**
	 * Starts the sample.
	 * @param args Spring Boot's arguments, for {@code orders}
	 */
	public static void main(String[] args) {
		new SpringApplicationBuilder(OrdersApplication.class).properties("spring.config.name=orders").run(args);
	}

}
