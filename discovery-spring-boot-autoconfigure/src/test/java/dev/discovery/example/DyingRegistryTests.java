package dev.discovery.example;

import java.io.IOException;
import java.time.Duration;

import dev.discovery.example.Shop.Stock;
import dev.discovery.model.Instance;
import dev.discovery.test.DiscoveryTest;
import dev.discovery.test.TcpProxy;
import dev.discovery.test.TestRegistry;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The examples in the documentation, where users learn how to test against a dying
 * registry.
 */
@SpringBootTest
@DiscoveryTest
class DyingRegistryTests {

	private final StubInventory inventory = new StubInventory();

	@Autowired
	private Stock stock;

	DyingRegistryTests() throws IOException {
	}

	@AfterEach
	void stopInventory() {
		this.inventory.close();
	}

	@Test
	void sellsWhileTheRegistryIsDead(TestRegistry registry) {
		registry.add("inventory", this.inventory.port());
		assertThat(this.stock.ofTea()).isEqualTo("plenty");
		registry.outage();
		assertThat(this.stock.ofTea()).isEqualTo("plenty");
	}

	@Test
	void sellsWhenTheRegistryHasLostItsData(TestRegistry registry, VirtualTime time) {
		registry.add("inventory", this.inventory.port());
		assertThat(this.stock.ofTea()).isEqualTo("plenty");
		registry.outage();
		registry.lose();
		registry.recover();
		time.advance(Duration.ofSeconds(2));
		assertThat(registry.known("inventory")).isEmpty();
		assertThat(this.stock.ofTea()).isEqualTo("plenty");
	}

	@Test
	void sellsWhileTheRegistryFlaps(TestRegistry registry, VirtualTime time) {
		Instance instance = registry.add("inventory", this.inventory.port());
		registry.flap(Duration.ofSeconds(3));
		time.advance(Duration.ofSeconds(5));
		for (int i = 0; i < 60; i++) {
			assertThat(this.stock.ofTea()).isEqualTo("plenty");
			time.advance(Duration.ofSeconds(1));
		}
		registry.remove(instance);
		registry.steady();
		time.advance(Duration.ofMinutes(5));
		assertThatException().isThrownBy(this.stock::ofTea).withMessageContaining("inventory");
	}

	@Test
	void sellsWhenAnInstanceIsCutOff(TestRegistry registry) {
		try (TcpProxy network = TcpProxy.to(this.inventory.port())) {
			registry.add("inventory", network.port());
			registry.add("inventory", this.inventory.port());
			network.down();
			for (int i = 0; i < 10; i++) {
				assertThat(this.stock.ofTea()).isEqualTo("plenty");
			}
		}
	}

}
