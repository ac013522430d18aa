package dev.discovery.sample.gateway;

import dev.discovery.sample.InOneJvm;
import dev.discovery.sample.orders.OrdersApplication;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts {@code orders} on a free port in this JVM, which starts its {@code inventory}.
 * With a real registry they are processes of their own.
 */
@Component
@InOneJvm
class OrdersBeside {

	private ConfigurableApplicationContext orders;

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		this.orders = new SpringApplicationBuilder(OrdersApplication.class).properties("spring.config.name=orders")
			.registerShutdownHook(false)
			.run("--server.port=0");
	}

	@PreDestroy
	void stop() {
		if (this.orders != null) {
			this.orders.close();
		}
	}

}
