package dev.discovery.sample.orders;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.discovery.sample.inventory.InventoryApplication;
import dev.discovery.test.DiscoveryTest;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders are answered through whatever happens to the registry: how a user of the starter
 * tests that.
 */
@SpringBootTest(classes = OrdersApplication.class, properties = "spring.config.name=orders",
		webEnvironment = WebEnvironment.RANDOM_PORT)
@DiscoveryTest
class RegistryOutageTests {

	private static ConfigurableApplicationContext one;

	private static ConfigurableApplicationContext two;

	@Autowired
	private OrderController orders;

	@BeforeAll
	static void startInventory() {
		one = inventory();
		two = inventory();
	}

	@AfterAll
	static void stopInventory() {
		one.close();
		two.close();
	}

	@BeforeEach
	void addInventory(TestRegistry registry) {
		registry.add("inventory", port(one));
		registry.add("inventory", port(two));
		assertThat(answeredBy()).hasSize(2);
	}

	@Test
	void callsBothInstancesWhileTheRegistryIsDown(TestRegistry registry, VirtualTime time) {
		registry.outage();
		time.advance(Duration.ofDays(1));
		assertThat(answeredBy()).hasSize(2);
	}

	@Test
	void callsBothInstancesOfARegistryThatForgetsThem(TestRegistry registry, VirtualTime time) {
		registry.outage();
		registry.lose();
		registry.recover();
		time.advance(Duration.ofSeconds(2));
		assertThat(registry.known("inventory")).isEmpty();
		assertThat(answeredBy()).hasSize(2);
		time.advance(TestRegistry.HEARTBEAT);
		assertThat(registry.known("inventory")).hasSize(2);
		assertThat(registry.registered()).extracting("serviceId").containsExactly("orders");
		assertThat(answeredBy()).hasSize(2);
	}

	private Set<String> answeredBy() {
		Set<String> instances = new HashSet<>();
		for (String client : new String[] { "rest-client", "rest-template", "web-client", "http-interface" }) {
			for (int i = 0; i < 10; i++) {
				instances.add(this.orders.order("1", client).stock().answeredBy());
			}
		}
		return instances;
	}

	private static ConfigurableApplicationContext inventory() {
		return new SpringApplicationBuilder(InventoryApplication.class).properties("spring.config.name=inventory")
			.run();
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
