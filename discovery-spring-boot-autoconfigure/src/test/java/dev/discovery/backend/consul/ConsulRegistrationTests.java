package dev.discovery.backend.consul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.consul.ConsulRegistration.Weights;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.RequiresProgram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real agent shows others of an instance that we have registered.
 */
@RequiresProgram("consul")
class ConsulRegistrationTests {

	private static final Check TTL = new Check.Ttl(ConsulSide.TTL, ConsulSide.HEARTBEAT);

	private static final Instance SELF = Instance.builder("orders", "10.0.0.1", 8443)
		.instanceId("orders-1")
		.secure(true)
		.metadata(Map.of("version", "3", "tags", "blue,v2", "zone", "a", "weight", "7", "management.port", "9090"))
		.build();

	private static ConsulAgent agent;

	@Nullable private ConsulSide side;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev().start();
	}

	@AfterAll
	static void stopAgent() {
		agent.close();
	}

	@AfterEach
	void close() {
		if (this.side != null) {
			this.side.close();
		}
		agent.api().unregisterAll();
	}

	@Test
	void isSeenWithAllItsFields() {
		register(ConsulSide.REGISTRATION, SELF, Health.UP);
		side().await(() -> passing() == 1);
		JsonNode seen = agent.api().get("/v1/catalog/service/orders").get(0);
		assertThat(seen.get("ServiceID").asString()).isEqualTo("orders-1");
		assertThat(seen.get("ServiceAddress").asString()).isEqualTo("10.0.0.1");
		assertThat(seen.get("ServicePort").asInt()).isEqualTo(8443);
		assertThat(seen.get("ServiceTags").valueStream().map(JsonNode::asString)).containsExactly("blue", "v2");
		assertThat(seen.at("/ServiceMeta/version").asString()).isEqualTo("3");
		assertThat(seen.at("/ServiceMeta/secure").asString()).isEqualTo("true");
		assertThat(seen.at("/ServiceMeta/management_port").asString()).isEqualTo("9090");
		assertThat(seen.at("/ServiceWeights/Passing").asInt()).isEqualTo(7);
		assertThat(seen.get("ServiceEnableTagOverride").asBoolean()).isFalse();
		assertThat(agent.api().get("/v1/catalog/services").get("orders")).hasSize(2);
	}

	@Test
	void isReadBackAsItWasRegistered() {
		register(ConsulSide.REGISTRATION, SELF, Health.UP);
		side().directory.lookup("orders");
		side().await(() -> side().up("orders").equals(List.of("orders-1")));
		Instance seen = side().directory.lookup("orders").instances().get(0);
		assertThat(seen.getUri()).isEqualTo(SELF.getUri());
		assertThat(seen.getMetadata()).containsAllEntriesOf(SELF.getMetadata()).doesNotContainKey("management_port");
		assertThat(seen.getLocality()).isEqualTo(SELF.getLocality());
	}

	@Test
	void isInMaintenanceWhileOutOfService() {
		Lease lease = register(ConsulSide.REGISTRATION, SELF, Health.STARTING);
		awaitStatus("service:orders-1", "critical");
		lease.report(Health.UP);
		awaitStatus("service:orders-1", "passing");
		lease.report(Health.OUT_OF_SERVICE);
		awaitStatus("_service_maintenance:orders-1", "critical");
		lease.report(Health.UP);
		side().await(() -> passing() == 1);
		assertThat(status("_service_maintenance:orders-1")).isNull();
	}

	@Test
	void leavesAMaintenanceBehindThatACrashHasLeft() {
		register(ConsulSide.REGISTRATION, SELF, Health.OUT_OF_SERVICE);
		awaitStatus("_service_maintenance:orders-1", "critical");
		side().crash();
		register(ConsulSide.REGISTRATION, SELF, Health.UP);
		side().await(() -> passing() == 1);
	}

	/**
	 * Somebody has taken the instance out by hand, and doesn't want it back with the next
	 * heartbeat.
	 */
	@Test
	void respectsAMaintenanceThatAnOperatorHasOrdered() {
		register(ConsulSide.REGISTRATION, SELF, Health.UP);
		agent.api().put("/v1/agent/service/maintenance/orders-1?enable=true", "");
		awaitStatus("_service_maintenance:orders-1", "critical");
		long beats = side().exchanges.count("renew success");
		side().await(() -> side().exchanges.count("renew success") >= beats + 2);
		assertThat(status("_service_maintenance:orders-1")).isEqualTo("critical");
	}

	@Test
	void isCheckedOverHttp() throws IOException {
		AtomicInteger status = new AtomicInteger(200);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/actuator/health", (exchange) -> {
			exchange.sendResponseHeaders(status.get(), -1);
			exchange.close();
		});
		server.start();
		try {
			register(ConsulSide.registration(new Check.Http(null, Duration.ofMillis(100), Duration.ofSeconds(1), true)),
					here(server.getAddress().getPort()), Health.UP);
			awaitStatus("service:orders-1", "passing");
			status.set(503);
			awaitStatus("service:orders-1", "critical");
			status.set(429);
			awaitStatus("service:orders-1", "warning");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void isCheckedOverTcp() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			register(ConsulSide.registration(new Check.Tcp(Duration.ofMillis(100), Duration.ofSeconds(1))),
					here(server.getLocalPort()), Health.UP);
			awaitStatus("service:orders-1", "passing");
		}
		awaitStatus("service:orders-1", "critical");
	}

	@Test
	void needsNoCheck() {
		Lease lease = register(ConsulSide.registration(new Check.None()), SELF, Health.UP);
		side().await(() -> passing() == 1);
		assertThat(status("service:orders-1")).isNull();
		lease.report(Health.DOWN);
		awaitStatus("_service_maintenance:orders-1", "critical");
		lease.report(Health.UP);
		side().await(() -> passing() == 1);
	}

	@Test
	void hasItsManagementPortAsAServiceOfItsOwnWhereAskedFor() {
		Lease lease = register(new ConsulRegistration(TTL, Duration.ofMinutes(1), true, new Weights(5, 1), true), SELF,
				Health.UP);
		side().await(() -> agent.api().get("/v1/health/service/orders-management?passing").size() == 1);
		JsonNode management = agent.api().get("/v1/catalog/service/orders-management").get(0);
		assertThat(management.get("ServicePort").asInt()).isEqualTo(9090);
		JsonNode own = agent.api().get("/v1/catalog/service/orders").get(0);
		assertThat(own.at("/ServiceWeights/Passing").asInt()).isEqualTo(5);
		assertThat(own.get("ServiceEnableTagOverride").asBoolean()).isTrue();
		lease.report(Health.DOWN);
		side().await(() -> agent.api().get("/v1/health/service/orders-management?passing").isEmpty());
		lease.release();
		side().await(() -> agent.api().get("/v1/agent/services").isEmpty());
	}

	private Lease register(ConsulRegistration registration, Instance self, Health health) {
		close(this.side);
		this.side = ConsulSide.at(agent.url()).registration(registration).open();
		Lease lease = side().registrar.register(self, health);
		side().await(() -> lease.state() == State.HELD && !agent.api().get("/v1/health/service/orders").isEmpty());
		return lease;
	}

	private static void close(@Nullable ConsulSide side) {
		if (side != null) {
			side.close();
		}
	}

	private void awaitStatus(String check, String status) {
		side().await(() -> status.equals(status(check)));
	}

	private static @Nullable String status(String check) {
		return agent.api()
			.get("/v1/health/checks/orders")
			.valueStream()
			.filter((node) -> node.get("CheckID").asString().equals(check))
			.map((node) -> node.get("Status").asString())
			.findFirst()
			.orElse(null);
	}

	private static int passing() {
		return agent.api().get("/v1/health/service/orders?passing").size();
	}

	private static Instance here(int port) {
		return Instance.builder("orders", "127.0.0.1", port).instanceId("orders-1").build();
	}

	private ConsulSide side() {
		assertThat(this.side).isNotNull();
		return this.side;
	}

}
