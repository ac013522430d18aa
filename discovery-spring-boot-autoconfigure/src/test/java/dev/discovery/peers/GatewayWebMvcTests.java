package dev.discovery.peers;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway on Spring MVC: {@code lb://} routes. It has no discovery locator.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "gateway-webmvc")
class GatewayWebMvcTests {

	private static final String ROUTES = "spring.cloud.gateway.server.webmvc.routes";

	private static Peer gateway;

	@BeforeAll
	static void start() {
		List<String> properties = new ArrayList<>();
		for (String serviceId : List.of("inventory", "payments", "orders", "ill", "nobody")) {
			String route = ROUTES + "[" + properties.size() / 3 + "]";
			properties.addAll(List.of(route + ".id=" + serviceId, route + ".uri=lb://" + serviceId,
					route + ".predicates=Path=/" + serviceId));
		}
		for (int i = 0; i < 2; i++) {
			String retry = ROUTES + "[" + i + "].filters[0]";
			properties.addAll(List.of(retry + ".name=Retry", retry + ".args.retries=1",
					retry + ".args.series=SERVER_ERROR", retry + ".args.methods=GET",
					retry + ".args.exceptions=org.springframework.web.client.ResourceAccessException"));
		}
		gateway = Peer.start(Application.class, properties.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void balancesARoute() {
		Shop one = gateway.open("orders");
		Shop two = gateway.open("orders");
		assertThat(gateway.answering("/orders", 20)).containsExactlyInAnyOrder(one.name(), two.name());
		assertThat(gateway.stats("orders", one).successes() + gateway.stats("orders", two).successes()).isEqualTo(20);
		assertThat(gateway.inFlight("orders")).isZero();
	}

	/** It throws an exception for 503 that nobody translates. */
	@Test
	void answers500WhereThereIsNobody() {
		assertThat(gateway.get("/nobody").statusCode()).isEqualTo(500);
	}

	@Test
	void takesOutAnInstanceWhoseAnswersAreFailures() {
		Shop well = gateway.open("ill");
		Shop ill = gateway.open("ill");
		ill.answerWith(500);
		Patience.await().until(() -> {
			gateway.get("/ill");
			return !gateway.report("ill", ill).pickable();
		});
		assertThat(ill.asked()).isEqualTo(5);
		assertThat(gateway.answering("/ill", 20)).containsExactly(well.name());
		assertThat(gateway.inFlight("ill")).isZero();
	}

	@Test
	void aRetryGoesElsewhere() {
		Shop one = gateway.open("inventory");
		Shop two = gateway.open("inventory");
		assertThat(gateway.answering("/inventory", 20)).hasSize(2);
		two.kill();
		Patience.await().until(() -> {
			assertThat(gateway.answering("/inventory", 1)).containsExactly(one.name());
			return gateway.stats("inventory", two).failures() > 0;
		});
		assertThat(gateway.inFlight("inventory")).isZero();
	}

	@Test
	void aRetryAfterAnExceptionIsMadeWhateverTheMethod() {
		Shop dead = gateway.open("payments");
		gateway.open("payments");
		dead.kill();
		Patience.await().until(() -> {
			assertThat(gateway.send("POST", "/payments").statusCode()).isEqualTo(Shop.OK);
			return gateway.stats("payments", dead).failures() > 0;
		});
	}

	/**
	 * A gateway as a user writes it.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
