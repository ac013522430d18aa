package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@RequiresProgram("consul")
class ConsulAgentTests {

	private static final String ORDERS = "{\"Name\": \"orders\", \"ID\": \"orders-1\", \"Port\": 8080}";

	@Test
	void forgetsWithoutData() {
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			int port = agent.port();
			agent.api().register(ORDERS);
			awaitNames(agent, "consul", "orders");
			agent.restart();
			assertThat(agent.port()).isEqualTo(port);
			awaitNames(agent, "consul");
		}
	}

	@Test
	void remembersWithData() {
		try (ConsulAgent agent = ConsulAgent.server().start()) {
			agent.api().register(ORDERS);
			awaitNames(agent, "consul", "orders");
			agent.restart();
			awaitNames(agent, "consul", "orders");
			assertThat(agent.api().get("/v1/health/service/orders")).hasSize(1);
			agent.kill();
			agent.wipe();
			agent.start();
			awaitNames(agent, "consul");
		}
	}

	@Test
	void isSilentWhilePaused() {
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			agent.pause();
			assertThat(new ConsulApi(agent.url(), null, Duration.ofMillis(200)).status("/v1/status/leader"))
				.isEqualTo(-1);
			agent.resume();
			assertThat(agent.api().status("/v1/status/leader")).isEqualTo(200);
		}
	}

	@Test
	void refusesStrangersWhenSecured() {
		try (ConsulAgent agent = ConsulAgent.dev().secured().start()) {
			assertThat(new ConsulApi(agent.url(), null, Duration.ofSeconds(5)).status("/v1/agent/self")).isEqualTo(403);
			assertThat(agent.api().status("/v1/agent/self")).isEqualTo(200);
		}
	}

	@Test
	void takesAwayWhatTestsHaveRegistered() {
		try (ConsulAgent agent = ConsulAgent.dev().start()) {
			agent.api().register(ORDERS);
			agent.api().registerInCatalog("""
					{"Node": "far", "Address": "10.0.0.1",
					"Service": {"Service": "payments", "ID": "payments-1", "Port": 80}}""");
			awaitNames(agent, "consul", "orders", "payments");
			agent.api().unregisterAll();
			awaitNames(agent, "consul");
		}
	}

	@Test
	void showsWhatTheAgentSaysWhenItDoesNotStart() {
		try (ConsulAgent agent = ConsulAgent.dev().config("{\"no_such_option\": 1}")) {
			assertThatIllegalStateException().isThrownBy(agent::start).withMessageContaining("no_such_option");
		}
	}

	private static List<String> names(ConsulAgent agent) {
		return List.copyOf(agent.api().get("/v1/catalog/services").propertyNames());
	}

	private static void awaitNames(ConsulAgent agent, String... names) {
		Patience.await().untilAsserted(() -> assertThat(names(agent)).containsExactly(names));
	}

}
