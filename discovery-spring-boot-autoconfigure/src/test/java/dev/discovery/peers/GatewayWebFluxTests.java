package dev.discovery.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway on WebFlux: {@code lb://} routes and the discovery locator.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "gateway-webflux")
class GatewayWebFluxTests {

	private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

	static final String LOCATOR = "spring.cloud.gateway.server.webflux.discovery.locator.enabled";

	private static Peer gateway;

	@BeforeAll
	static void start() {
		gateway = Peer.start(Application.class, LOCATOR + "=true", ROUTES + "[0].uri=lb://orders",
				ROUTES + "[0].predicates=Path=/api/orders", ROUTES + "[1].uri=lb://inventory",
				ROUTES + "[1].predicates=Path=/retried", ROUTES + "[1].filters=Retry=1",
				ROUTES + "[2].uri=lb://payments", ROUTES + "[2].predicates=Path=/payments",
				ROUTES + "[2].filters=Retry=1", ROUTES + "[3].uri=lb://nobody",
				ROUTES + "[3].predicates=Path=/api/nobody");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void balancesARoute() {
		Shop one = gateway.open("orders");
		Shop two = gateway.open("orders");
		assertThat(gateway.answering("/api/orders", 20)).containsExactlyInAnyOrder(one.name(), two.name());
		assertThat(gateway.stats("orders", one).successes() + gateway.stats("orders", two).successes()).isEqualTo(20);
		assertThat(gateway.inFlight("orders")).isZero();
	}

	@Test
	void answers503WhereThereIsNobody() {
		assertThat(gateway.get("/api/nobody").statusCode()).isEqualTo(503);
	}

	@Test
	void takesOutAnInstanceWhoseAnswersAreFailures() {
		Shop well = gateway.open("ill");
		Shop ill = gateway.open("ill");
		ill.answerWith(500);
		Patience.await().until(() -> {
			gateway.get("/ill/");
			return !gateway.report("ill", ill).pickable();
		});
		assertThat(gateway.report("ill", ill).reason()).contains("ejected", "5 points in a row");
		assertThat(ill.asked()).isEqualTo(5);
		assertThat(gateway.answering("/ill/", 20)).containsExactly(well.name());
	}

	@Test
	void aRetryGoesElsewhere() {
		Shop one = gateway.open("inventory");
		Shop two = gateway.open("inventory");
		assertThat(gateway.answering("/retried", 20)).hasSize(2);
		two.kill();
		assertThat(gateway.answering("/retried", 20)).containsExactly(one.name());
		assertThat(gateway.report("inventory", two).reason()).contains("ejected");
	}

	@Test
	void aRequestThatMayNotBeSentTwiceIsNotRetried() {
		gateway.open("payments").kill();
		gateway.open("payments");
		Set<Integer> statuses = new TreeSet<>();
		for (int i = 0; i < 20; i++) {
			statuses.add(gateway.send("POST", "/payments").statusCode());
		}
		assertThat(statuses).containsExactly(Shop.OK, 500);
	}

	@Test
	void leavesNothingInFlightWhenAnExchangeIsCancelled() throws IOException {
		Shop hanging = gateway.open("hanging");
		Patience.await().until(() -> gateway.get("/hanging/").statusCode() == Shop.OK);
		hanging.hang();
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
			client.getOutputStream()
				.write("GET /hanging/ HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			Patience.await().until(() -> gateway.inFlight("hanging") == 1);
		}
		Patience.await().until(() -> gateway.inFlight("hanging") == 0);
		assertThat(gateway.stats("hanging", hanging).failures()).isZero();
	}

	@Test
	void makesRoutesOfServicesThatComeAndGo() {
		assertThat(gateway.get("/newcomer/").statusCode()).isEqualTo(404);
		Shop shop = gateway.open("newcomer");
		Patience.await().until(() -> gateway.get("/newcomer/").statusCode() == Shop.OK);
		assertThat(gateway.answering("/newcomer/some/path", 1)).containsExactly(shop.name());
		gateway.registry().instances("newcomer");
		Patience.await().until(() -> gateway.get("/newcomer/").statusCode() == 404);
	}

	/**
	 * A gateway as a user writes it.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
