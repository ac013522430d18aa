package dev.discovery.backend.eureka;

import java.util.Map;

import dev.discovery.backend.Lease;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.NetflixPeer;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.SharedEurekaServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Netflix's own client, in a process of its own, and we find each other.
 */
@RequiresEurekaServer
@ExtendWith(SharedEurekaServer.class)
class NetflixClientTests {

	@Test
	void seesUsAsWeAreAndIsSeenAsItIs(EurekaServer server) {
		try (EurekaSide side = EurekaSide.open(server.url());
				NetflixPeer peer = NetflixPeer.start(server, "payments", "--eureka.instance.metadata-map.tier=gold",
						"--eureka.instance.metadata-map.zone=b")) {
			side.directory.entry("payments");
			side.await(() -> side.up("payments").size() == 1);
			ServiceSnapshot seen = side.directory.lookup("payments");
			assertThat(seen.up().get(0).getUri()).hasToString("http://localhost:" + peer.port());
			assertThat(seen.up().get(0).getMetadata()).containsEntry("tier", "gold");
			assertThat(seen.instances().get(0).getLocality().zone()).isEqualTo("b");

			Lease plain = side.registrar.register(self("orders", false), Health.UP);
			side.registrar.register(self("vault", true), Health.UP);
			side.await(() -> peer.instances("orders").size() == 1 && peer.instances("vault").size() == 1);
			JsonNode ours = peer.instances("orders").get(0);
			assertThat(ours.get("instanceId").asString()).isEqualTo("orders-1");
			assertThat(ours.get("uri").asString()).isEqualTo("http://10.0.0.1:8080");
			assertThat(ours.get("secure").asBoolean()).isFalse();
			assertThat(ours.at("/metadata/version").asString()).isEqualTo("3");
			JsonNode secure = peer.instances("vault").get(0);
			assertThat(secure.get("uri").asString()).isEqualTo("https://10.0.0.1:8080");
			assertThat(secure.get("secure").asBoolean()).isTrue();

			plain.report(Health.OUT_OF_SERVICE);
			side.await(() -> peer.instances("orders").isEmpty());
			plain.report(Health.UP);
			side.await(() -> peer.instances("orders").size() == 1);
			plain.release();
			side.await(() -> peer.instances("orders").isEmpty());
			peer.terminate();
			side.await(() -> side.up("payments").isEmpty());
		}
	}

	private static Instance self(String serviceId, boolean secure) {
		return Instance.builder(serviceId, "10.0.0.1", 8080)
			.instanceId(serviceId + "-1")
			.secure(secure)
			.metadata(Map.of("version", "3"))
			.build();
	}

}
