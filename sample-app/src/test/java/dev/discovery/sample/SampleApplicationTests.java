package dev.discovery.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.discovery.sample.orders.OrdersApplication;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README promises about the sample.
 */
class SampleApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	private ConfigurableApplicationContext orders;

	private RestClient client;

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

	@ParameterizedTest
	@ValueSource(strings = { "rest-client", "rest-template", "web-client", "http-interface" })
	void callsBothInventoryInstancesThroughEveryKindOfClient(String kind) {
		Set<String> answeredBy = new TreeSet<>();
		for (int i = 0; i < 10; i++) {
			Map<String, Object> order = get("/orders/1/via/" + kind);
			assertThat(order).containsEntry("client", kind).containsEntry("id", "1");
			answeredBy.add(String.valueOf(((Map<?, ?>) order.get("stock")).get("answeredBy")));
		}
		assertThat(answeredBy).hasSize(2).isEqualTo(new TreeSet<>(fleet()));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void losesNoCallWhenAnInstanceStops(boolean abruptly) throws Exception {
		get("/orders/1");
		Load load = new Load(() -> this.client.get().uri("/orders/1").retrieve().toBodilessEntity().getStatusCode());
		load.start();
		Awaitility.await().atMost(PATIENCE).until(() -> load.calls.get() > 50);
		String victim = fleet().get(0);
		this.client.delete().uri("/fleet/{id}?abruptly={abruptly}", victim, abruptly).retrieve().toBodilessEntity();
		Awaitility.await().atMost(PATIENCE).until(() -> known().size() == 1);
		int before = load.calls.get();
		Awaitility.await().atMost(PATIENCE).until(() -> load.calls.get() > before + 50);
		load.stop();
		assertThat(load.failures.get()).isZero();
		this.client.post().uri("/fleet").retrieve().toBodilessEntity();
		Awaitility.await().atMost(PATIENCE).until(() -> known().size() == 2);
	}

	@Test
	void showsWhatItKnowsAndWhy() {
		get("/orders/1");
		assertThat(get("/actuator/discovery")).containsEntry("backend", "in-memory");
		Map<String, Object> inventory = get("/actuator/discovery/inventory");
		assertThat(inventory).containsEntry("provenance", "LIVE").containsEntry("policy", "least-request");
		assertThat(inventory.get("instances")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(2)
			.allSatisfy((instance) -> assertThat((Map<?, ?>) instance).extracting("reason")
				.isEqualTo("fit: the registry says UP"));
		assertThat(get("/actuator/metrics/discovery.lookup")).containsEntry("name", "discovery.lookup");
		assertThat(get("/actuator/health").toString())
			.contains("discovery={details={backend=in-memory, services=1}, status=UP}");
	}

	private List<?> known() {
		return (List<?>) get("/actuator/discovery/inventory").get("instances");
	}

	private List<String> fleet() {
		return this.client.get().uri("/fleet").retrieve().body(new ParameterizedTypeReference<>() {
		});
	}

	private Map<String, Object> get(String path) {
		return this.client.get().uri(path).retrieve().body(JSON);
	}

	/**
	 * Calls in a loop and counts what goes wrong.
	 */
	private static final class Load {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		private final AtomicBoolean running = new AtomicBoolean(true);

		private final Thread thread;

		Load(Supplier<HttpStatusCode> call) {
			this.thread = new Thread(() -> {
				while (this.running.get()) {
					count(call);
				}
			});
		}

		private void count(Supplier<HttpStatusCode> call) {
			try {
				if (!call.get().is2xxSuccessful()) {
					this.failures.incrementAndGet();
				}
			}
			catch (RuntimeException ex) {
				this.failures.incrementAndGet();
			}
			this.calls.incrementAndGet();
		}

		void start() {
			this.thread.start();
		}

		void stop() throws InterruptedException {
			this.running.set(false);
			this.thread.join();
		}

	}

}
