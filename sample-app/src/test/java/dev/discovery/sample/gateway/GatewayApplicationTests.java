package dev.discovery.sample.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation promises about the gateway in front of the sample. Gateway is on
 * the class path of this test only.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "gateway")
class GatewayApplicationTests {

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static ConfigurableApplicationContext gateway;

	private static RestClient client;

	@BeforeAll
	static void start() {
		gateway = new SpringApplicationBuilder(GatewayApplication.class).web(WebApplicationType.REACTIVE)
			.properties("spring.config.name=gateway")
			.run("--server.port=0");
		client = RestClient.builder()
			.baseUrl("http://localhost:" + gateway.getEnvironment().getRequiredProperty("local.server.port"))
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			})
			.build();
		Awaitility.await().atMost(PATIENCE).until(() -> isOk("/api/orders/1") && isOk("/inventory/stock/1"));
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void leadsToOrdersByAConfiguredRoute() {
		Map<?, ?> order = client.get().uri("/api/orders/7").retrieve().body(JSON);
		assertThat(order.get("id")).isEqualTo("7");
		assertThat(order.get("stock")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void losesNoGetWhenAnInstanceStops(boolean abruptly) throws InterruptedException {
		assertThat(answering()).hasSize(2);
		AtomicBoolean running = new AtomicBoolean(true);
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger failures = new AtomicInteger();
		Thread load = new Thread(() -> {
			while (running.get()) {
				if (!isOk("/inventory/stock/1")) {
					failures.incrementAndGet();
				}
				calls.incrementAndGet();
			}
		});
		load.start();
		Awaitility.await().atMost(PATIENCE).until(() -> calls.get() > 50);
		String victim = fleet().get(0);
		client.delete().uri("/fleet/{id}?abruptly={abruptly}", victim, abruptly).retrieve().toBodilessEntity();
		assertThat(fleet()).hasSize(1);
		int before = calls.get();
		Awaitility.await().atMost(PATIENCE).until(() -> calls.get() > before + 100);
		assertThat(answering()).doesNotContain(victim).hasSize(1);
		running.set(false);
		load.join();
		assertThat(failures.get()).isZero();
		client.post().uri("/fleet").retrieve().toBodilessEntity();
		Awaitility.await().atMost(PATIENCE).until(() -> answering().size() == 2);
	}

	private static Set<Object> answering() {
		Set<Object> instances = new TreeSet<>();
		for (int i = 0; i < 20; i++) {
			instances.add(client.get().uri("/inventory/stock/1").retrieve().body(JSON).get("answeredBy"));
		}
		return instances;
	}

	private static boolean isOk(String path) {
		return client.get().uri(path).retrieve().toBodilessEntity().getStatusCode().is2xxSuccessful();
	}

	private static List<String> fleet() {
		return client.get().uri("/fleet").retrieve().body(new ParameterizedTypeReference<>() {
		});
	}

}
