package dev.discovery.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@RequiresEurekaServer
@ExtendWith(SharedEurekaServer.class)
class EurekaServerTests {

	private static final String ORDERS = EurekaApi.instance("ORDERS", "orders-1", 8080);

	@Test
	void showsWhatIsRegisteredAtOnce(EurekaServer server) {
		EurekaApi api = server.api();
		assertThat(names(api)).isEmpty();
		api.register("ORDERS", ORDERS, EurekaApi.instance("ORDERS", "orders-2", 8081));
		assertThat(names(api)).containsExactly("ORDERS");
		assertThat(api.heartbeat("ORDERS", "orders-1")).isTrue();
		api.setStatus("ORDERS", "orders-1", "OUT_OF_SERVICE");
		assertThat(status(api, "orders-1")).isEqualTo("OUT_OF_SERVICE");
		api.deleteStatus("ORDERS", "orders-1");
		assertThat(status(api, "orders-1")).isEqualTo("UNKNOWN");
		assertThat(api.deregister("ORDERS", "orders-1")).isTrue();
		assertThat(api.instance("ORDERS", "orders-1")).isNull();
		assertThat(api.deregister("ORDERS", "orders-1")).isFalse();
		api.register("ORDERS", ORDERS);
		api.unregisterAll();
		assertThat(names(api)).isEmpty();
		server.pause();
		try {
			assertThat(new EurekaApi(server.url(), Map.of(), null, Duration.ofMillis(300)).status("/apps"))
				.isEqualTo(-1);
		}
		finally {
			server.resume();
		}
		assertThat(api.status("/apps")).isEqualTo(200);
	}

	@Test
	void tellsItsPeerAndForgetsWithARestartWhatThatOneDoesNotTellAgain() {
		List<EurekaServer> pair = EurekaServer.pair();
		try (EurekaServer one = pair.get(0); EurekaServer other = pair.get(1)) {
			one.api().register("ORDERS", ORDERS);
			one.api().register("PAYMENTS", EurekaApi.instance("PAYMENTS", "payments-1", 8081));
			Patience.await()
				.untilAsserted(() -> assertThat(names(other.api())).containsExactlyInAnyOrder("ORDERS", "PAYMENTS"));
			int port = other.port();
			// so that it doesn't hear of it
			other.pause();
			one.api().deregister("PAYMENTS", "payments-1");
			other.restart();
			assertThat(other.port()).isEqualTo(port);
			assertThat(names(other.api())).containsExactly("ORDERS");
			assertThat(other.api().heartbeat("PAYMENTS", "payments-1")).isFalse();
			other.api().deregister("ORDERS", "orders-1");
			Patience.await().untilAsserted(() -> assertThat(names(one.api())).isEmpty());
		}
	}

	@Test
	void findsAndIsFoundThroughNetflixsClient(EurekaServer server) {
		try (NetflixPeer peer = NetflixPeer.start(server, "payments", "--eureka.instance.metadata-map.zone=a")) {
			JsonNode payments = server.api().applications().get(0).at("/instance/0");
			assertThat(payments.get("status").asString()).isEqualTo("UP");
			assertThat(payments.at("/port/$").asInt()).isEqualTo(peer.port());
			server.api().register("ORDERS", ORDERS);
			Patience.await().until(() -> peer.instances("orders").size() == 1);
			JsonNode orders = peer.instances("orders").get(0);
			assertThat(orders.get("uri").asString()).isEqualTo("http://localhost:8080");
			assertThat(orders.get("instanceId").asString()).isEqualTo("orders-1");
			assertThat(peer.instances("payments").get(0).at("/metadata/zone").asString()).isEqualTo("a");
			peer.terminate();
			assertThat(names(server.api())).containsExactly("ORDERS");
		}
	}

	@Test
	void showsWhatTheServerSaysWhenItDoesNotStart() {
		try (EurekaServer server = EurekaServer.fast().property("server.port", "no-port")) {
			assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("no-port");
		}
	}

	private static List<String> names(EurekaApi api) {
		return api.applications().stream().map((application) -> application.get("name").asString()).toList();
	}

	private static String status(EurekaApi api, String id) {
		JsonNode instance = api.instance("ORDERS", id);
		assertThat(instance).isNotNull();
		return instance.get("status").asString();
	}

}
