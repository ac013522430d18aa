package dev.discovery.backend.consul;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.consul.ConsulRegistration.Weights;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConsulWriterTests extends StubConsul {

	private static final Check TTL = new Check.Ttl(Duration.ofSeconds(30), Duration.ofSeconds(10));

	private static final Instance SELF = Instance.builder("orders", "10.0.0.1", 8080)
		.instanceId("orders-1")
		.metadata(Map.of("version", "3", "tags", "a,b", "management.port", "9090", "management.context-path", "/ops"))
		.build();

	@Test
	void registersEverythingThatTheInstanceSays() {
		await(writer(TTL).put(SELF, Health.UP));
		assertThat(this.requests).containsExactly("PUT /v1/agent/service/register?replace-existing-checks=true "
				+ "{\"ID\":\"orders-1\",\"Name\":\"orders\",\"Address\":\"10.0.0.1\",\"Port\":8080,\"Tags\":[\"a\",\"b\"],"
				+ "\"Meta\":{\"management_context-path\":\"/ops\",\"management_port\":\"9090\",\"version\":\"3\","
				+ "\"discovery-keys\":\"management.context-path,management.port\"},\"EnableTagOverride\":false,"
				+ "\"Check\":{\"CheckID\":\"service:orders-1\",\"Status\":\"passing\","
				+ "\"DeregisterCriticalServiceAfter\":\"300000ms\",\"TTL\":\"30000ms\"}}");
	}

	@Test
	void saysAnewWhoItIsWithoutAWordOnTheChecksOfOthers() {
		ConsulWriter writer = writer(TTL);
		await(writer.put(SELF, Health.UP));
		await(writer.refresh(SELF, Health.UP));
		assertThat(this.requests.get(1)).isEqualTo(this.requests.get(0).replace("?replace-existing-checks=true", ""));
		assertThat(this.requests.subList(2, this.requests.size()))
			.containsExactly("PUT /v1/agent/check/pass/service%3Aorders-1?note=UP");
	}

	@Test
	void endsItsOwnMaintenanceWhenItSaysAnewWhoItIs() {
		ConsulWriter writer = writer(TTL);
		await(writer.put(SELF, Health.OUT_OF_SERVICE));
		this.requests.clear();
		await(writer.refresh(SELF, Health.UP));
		assertThat(this.requests).hasSize(3)
			.last()
			.isEqualTo("PUT /v1/agent/service/maintenance/orders-1?enable=false");
	}

	@Test
	void noticesWhereTheAgentHasLostItMeanwhile() {
		this.unknown.add("/v1/agent/check");
		assertThat(failure(writer(TTL).refresh(SELF, Health.UP)).kind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void asksNothingMoreOnceItIsCalledOff() {
		CountDownLatch asked = new CountDownLatch(1);
		AtomicReference<HttpExchange> held = new AtomicReference<>();
		URI agent = serve((exchange) -> {
			this.requests.add(exchange.getRequestURI().getPath());
			held.set(exchange);
			asked.countDown();
		});
		ConsulWriter writer = new ConsulWriter(this.client, new ConsulSettings(List.of(agent.resolve("/")),
				Tenancy.DEFAULT, ConsulReading.DEFAULT, new ConsulRegistration(TTL, null, false, null, true)));
		CompletableFuture<Void> put = writer.put(SELF, Health.UP).toCompletableFuture();
		Patience.await(asked);
		put.cancel(true);
		answer(held.get());
		Patience.settle();
		assertThat(this.requests).containsExactly("/v1/agent/service/register");
	}

	private static void answer(HttpExchange exchange) {
		try {
			exchange.sendResponseHeaders(200, -1);
		}
		catch (IOException ex) {
			// the other side has hung up, as it should
		}
		exchange.close();
	}

	/**
	 * Nobody is to call it between the two.
	 */
	@Test
	void doesNotPassBeforeItIsInMaintenance() {
		await(writer(TTL).put(SELF, Health.OUT_OF_SERVICE));
		assertThat(this.requests).hasSize(2).first().asString().contains("\"Status\":\"critical\"");
		assertThat(this.requests.get(1)).contains("/maintenance/orders-1?enable=true");
	}

	@Test
	void registersASecureInstanceAtAnIpv6AddressWithItsWeight() {
		Instance self = Instance.builder("orders", "2001:db8::1", 8443)
			.secure(true)
			.metadata(Map.of("weight", "7"))
			.build();
		await(writer(TTL).put(self, Health.STARTING));
		assertThat(this.requests).singleElement()
			.asString()
			.contains("\"Address\":\"2001:db8::1\"", "\"secure\":\"true\"", "\"Weights\":{\"Passing\":7,\"Warning\":7}",
					"\"Status\":\"critical\"");
	}

	@Test
	void registersAnHttpCheckOfTheActuator() {
		await(writer(new Check.Http(null, Duration.ofSeconds(10), Duration.ofSeconds(5), false)).put(SELF, Health.UP));
		assertThat(this.requests).singleElement()
			.asString()
			.contains("\"HTTP\":\"http://10.0.0.1:9090/ops/health\",\"Interval\":\"10000ms\",\"Timeout\":\"5000ms\","
					+ "\"TLSSkipVerify\":true");
		await(writer(new Check.Http("up", Duration.ofSeconds(10), Duration.ofSeconds(5), true)).put(SELF, Health.UP));
		assertThat(this.requests.get(1)).contains("http://10.0.0.1:9090/up");
	}

	@Test
	void asksTheActuatorAtItsOwnAddress() {
		Instance self = Instance.builder("orders", "10.0.0.1", 8080)
			.metadata(Map.of("management.port", "9090", "management.address", "fd00::7"))
			.build();
		await(writer(new Check.Http(null, Duration.ofSeconds(10), Duration.ofSeconds(5), true)).put(self, Health.UP));
		assertThat(this.requests).singleElement().asString().contains("http://[fd00::7]:9090/actuator/health");
	}

	@Test
	void registersATcpCheckOrNone() {
		await(writer(new Check.Tcp(Duration.ofSeconds(10), Duration.ofSeconds(5))).put(SELF, Health.UP));
		assertThat(this.requests.get(0)).contains("\"TCP\":\"10.0.0.1:8080\"");
		await(writer(new Check.None()).put(SELF, Health.UP));
		assertThat(this.requests.get(1)).doesNotContain("Check\"");
	}

	@Test
	void registersTheManagementPortAsAServiceOfItsOwnWhereAskedFor() {
		ConsulWriter writer = writer(new ConsulRegistration(TTL, Duration.ofMinutes(5), true, new Weights(5, 1), true));
		await(writer.put(SELF, Health.UP));
		assertThat(this.requests).hasSize(2);
		assertThat(this.requests.get(1)).contains("\"EnableTagOverride\":true",
				"\"Weights\":{\"Passing\":5,\"Warning\":1}");
		assertThat(this.requests.get(0)).contains("\"ID\":\"orders-1-management\",\"Name\":\"orders-management\"",
				"\"Port\":9090", "\"CheckID\":\"service:orders-1-management\"",
				"\"DeregisterCriticalServiceAfter\":\"300000ms\",\"TTL\":\"30000ms\"");
		this.requests.clear();
		await(writer.renew(SELF, Health.DOWN));
		assertThat(this.requests).containsExactly("PUT /v1/agent/check/fail/service%3Aorders-1?note=DOWN",
				"PUT /v1/agent/check/fail/service%3Aorders-1-management?note=DOWN");
		this.requests.clear();
		await(writer.remove(SELF));
		assertThat(this.requests).containsExactly("PUT /v1/agent/service/deregister/orders-1",
				"PUT /v1/agent/service/deregister/orders-1-management");
	}

	@Test
	void givesWordByTheTtlCheck() {
		ConsulWriter writer = writer(TTL);
		for (Health health : List.of(Health.UP, Health.DOWN, Health.STARTING, Health.UNKNOWN)) {
			assertThat(await(writer.renew(SELF, health))).isTrue();
		}
		assertThat(this.requests).containsExactly("PUT /v1/agent/check/pass/service%3Aorders-1?note=UP",
				"PUT /v1/agent/check/fail/service%3Aorders-1?note=DOWN",
				"PUT /v1/agent/check/fail/service%3Aorders-1?note=STARTING",
				"PUT /v1/agent/check/warn/service%3Aorders-1?note=UNKNOWN");
	}

	@Test
	void isPutIntoMaintenanceFirstAndTakenOutOfItLast() {
		ConsulWriter writer = writer(TTL);
		await(writer.renew(SELF, Health.OUT_OF_SERVICE));
		await(writer.renew(SELF, Health.OUT_OF_SERVICE));
		await(writer.renew(SELF, Health.UP));
		await(writer.renew(SELF, Health.UP));
		String maintenance = "PUT /v1/agent/service/maintenance/orders-1?enable=";
		assertThat(this.requests).containsExactly(
				maintenance + "true&reason=The%20application%20reports%20OUT_OF_SERVICE",
				"PUT /v1/agent/check/pass/service%3Aorders-1?note=OUT_OF_SERVICE",
				"PUT /v1/agent/check/pass/service%3Aorders-1?note=OUT_OF_SERVICE",
				"PUT /v1/agent/check/pass/service%3Aorders-1?note=UP", maintenance + "false",
				"PUT /v1/agent/check/pass/service%3Aorders-1?note=UP");
	}

	/**
	 * A change that was called off may have been made all the same.
	 */
	@Test
	void endsAMaintenanceThatItDoesNotKnowTheFateOf() {
		ConsulWriter writer = writer(TTL);
		await(writer.put(SELF, Health.UP));
		this.status = 503;
		assertThat(failure(writer.renew(SELF, Health.OUT_OF_SERVICE)).kind()).isEqualTo(Kind.UNAVAILABLE);
		this.status = 200;
		this.requests.clear();
		await(writer.renew(SELF, Health.UP));
		await(writer.renew(SELF, Health.UP));
		assertThat(this.requests).containsExactly("PUT /v1/agent/check/pass/service%3Aorders-1?note=UP",
				"PUT /v1/agent/service/maintenance/orders-1?enable=false",
				"PUT /v1/agent/check/pass/service%3Aorders-1?note=UP");
	}

	@Test
	void beginsAMaintenanceAgainThatMayHaveEnded() {
		ConsulWriter writer = writer(new Check.None());
		await(writer.put(SELF, Health.OUT_OF_SERVICE));
		this.forbidden.add("/v1/agent/service/maintenance");
		assertThat(failure(writer.renew(SELF, Health.UP)).kind()).isEqualTo(Kind.DENIED);
		this.forbidden.clear();
		this.requests.clear();
		await(writer.renew(SELF, Health.OUT_OF_SERVICE));
		assertThat(this.requests).first().asString().contains("/maintenance/orders-1?enable=true");
	}

	@Test
	void isInMaintenanceWhileItIsNotUpWithoutACheckToFail() {
		ConsulWriter writer = writer(new Check.None());
		await(writer.put(SELF, Health.STARTING));
		await(writer.renew(SELF, Health.UP));
		assertThat(this.requests.subList(1, 4)).containsExactly(
				"PUT /v1/agent/service/maintenance/orders-1?enable=true&reason=The%20application%20reports%20STARTING",
				"GET /v1/agent/service/orders-1", "PUT /v1/agent/service/maintenance/orders-1?enable=false");
	}

	@Test
	void knowsWhenTheAgentHasLostIt() {
		this.status = 404;
		assertThat(await(writer(TTL).renew(SELF, Health.UP))).isFalse();
		assertThat(await(writer(new Check.None()).renew(SELF, Health.UP))).isFalse();
		this.status = 500;
		this.bodies.put("/v1/agent/check", "CheckID \"service:orders-1\" does not have associated TTL");
		assertThat(await(writer(TTL).renew(SELF, Health.UP))).isFalse();
		this.bodies.put("/v1/agent/check", "Unknown check \"service:orders-1\"");
		assertThat(await(writer(TTL).renew(SELF, Health.UP))).isFalse();
		this.bodies.put("/v1/agent/service", "Unknown service \"orders-1\"");
		await(writer(TTL).remove(SELF));
	}

	@Test
	void isNotRegisteredWhereNothingTakesRegistrations() {
		this.status = 404;
		BackendException failure = failure(writer(TTL).put(SELF, Health.UP));
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure).hasMessageContaining("/v1/agent/service/register");
	}

	@Test
	void doesNotTakeAnotherServerErrorForALoss() {
		this.status = 500;
		this.bodies.put("/", "No cluster leader");
		BackendException failure = failure(writer(TTL).renew(SELF, Health.UP));
		assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(failure(writer(TTL).put(SELF, Health.UP)).kind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void takesARefusalForAFailureThatSaysWhichPermissionIsMissing() {
		this.status = 403;
		this.bodies.put("/", "Permission denied");
		BackendException failure = failure(writer(TTL).put(SELF, Health.UP));
		assertThat(failure.kind()).isEqualTo(Kind.DENIED);
		assertThat(failure).hasMessageEndingWith("allow service:write on \"orders\"");
		assertThat(failure(writer(TTL).renew(SELF, Health.UP)).kind()).isEqualTo(Kind.DENIED);
		assertThat(failure(writer(TTL).remove(SELF)).kind()).isEqualTo(Kind.DENIED);
	}

	@Test
	void namesTheServiceThatMayNotBeRegistered() {
		this.status = 403;
		ConsulWriter writer = writer(new ConsulRegistration(TTL, null, false, null, true));
		assertThat(failure(writer.put(SELF, Health.UP))).hasMessageEndingWith("service:write on \"orders-management\"");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void keepsAWeightThatConsulWouldRefuseInTheMetadata() {
		for (String weight : List.of("0", "-1", "65536", "heavy")) {
			Instance self = Instance.builder("orders", "10.0.0.1", 80).metadata(Map.of("weight", weight)).build();
			await(writer(TTL).put(self, Health.UP));
			assertThat(this.requests.get(this.requests.size() - 1)).contains("\"weight\":\"" + weight + "\"")
				.doesNotContain("Weights");
		}
	}

	@Test
	void leavesTheWordToTheWeightsThatAreConfigured() {
		Instance self = Instance.builder("orders", "10.0.0.1", 80).metadata(Map.of("weight", "7")).build();
		await(writer(new ConsulRegistration(TTL, null, false, new Weights(1, 1), false)).put(self, Health.UP));
		assertThat(this.requests).singleElement()
			.asString()
			.contains("\"Weights\":{\"Passing\":1,\"Warning\":1}")
			.doesNotContain("\"weight\"");
	}

	@Test
	void refusesKeysThatWouldBecomeOne() {
		Instance self = Instance.builder("orders", "10.0.0.1", 80).metadata(Map.of("a.b", "1", "a_b", "2")).build();
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> writer(TTL).put(self, Health.UP))
			.withMessageContaining("'a_b' is taken");
		assertThat(this.requests).isEmpty();
	}

	@Test
	void takesTheRegistrationAway() {
		await(writer(TTL).remove(SELF));
		this.status = 404;
		await(writer(TTL).remove(SELF));
		assertThat(this.requests).hasSize(2).allMatch("PUT /v1/agent/service/deregister/orders-1"::equals);
	}

	private ConsulWriter writer(Check check) {
		return writer(new ConsulRegistration(check, Duration.ofMinutes(5), false, null, false));
	}

	private ConsulWriter writer(ConsulRegistration registration) {
		return new ConsulWriter(this.client,
				new ConsulSettings(List.of(this.url), Tenancy.DEFAULT, ConsulReading.DEFAULT, registration));
	}

}
