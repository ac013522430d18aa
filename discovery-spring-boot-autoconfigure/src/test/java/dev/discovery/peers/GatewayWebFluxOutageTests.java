package dev.discovery.peers;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway that starts while the registry is down. Apart from the others: two
 * applications share Netty's threads, and the first that ends takes them away.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "gateway-webflux")
class GatewayWebFluxOutageTests {

	@Test
	void startsWhileTheRegistryIsDownAndMakesItsRoutesOnceThatIsBack() {
		try (Peer late = Peer.startInAnOutage(GatewayWebFluxTests.Application.class,
				GatewayWebFluxTests.LOCATOR + "=true", "discovery.cache.first-read-timeout=100ms")) {
			late.open("orders");
			assertThat(late.get("/orders/").statusCode()).isEqualTo(404);
			late.registry().recover();
			Patience.await().until(() -> late.get("/orders/").statusCode() == Shop.OK);
		}
	}

}
