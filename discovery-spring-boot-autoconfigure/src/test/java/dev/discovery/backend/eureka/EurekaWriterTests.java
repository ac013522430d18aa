package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EurekaWriterTests extends StubEureka {

	private static final Instance SELF = Instance.builder("orders", "10.0.0.1", 8080)
		.instanceId("orders-1")
		.metadata(Map.of("discovery.registered-at", "1700000000000", "management.port", "9090",
				"management.context-path", "/ops", "@class", "java.lang.Runtime"))
		.build();

	private static final String PATH = "/apps/ORDERS/orders-1";

	private final EurekaWriter writer = writer(EurekaRegistration.DEFAULT);

	private EurekaWriter writer(EurekaRegistration registration) {
		return new EurekaWriter(this.servers, registration);
	}

	@Test
	void registersEverythingThatTheInstanceSays() {
		await(this.writer.put(SELF, Health.UP));
		assertThat(this.requests).containsExactly("DELETE " + PATH, "POST /apps/ORDERS "
				+ "{\"instance\":{\"instanceId\":\"orders-1\",\"app\":\"ORDERS\",\"hostName\":\"10.0.0.1\","
				+ "\"ipAddr\":\"10.0.0.1\",\"vipAddress\":\"orders\",\"secureVipAddress\":\"orders\",\"status\":\"UP\","
				+ "\"port\":{\"$\":8080,\"@enabled\":true},\"securePort\":{\"$\":8080,\"@enabled\":false},"
				+ "\"homePageUrl\":\"http://10.0.0.1:8080/\",\"statusPageUrl\":\"http://10.0.0.1:9090/ops/info\","
				+ "\"healthCheckUrl\":\"http://10.0.0.1:9090/ops/health\",\"dataCenterInfo\":{"
				+ "\"@class\":\"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo\",\"name\":\"MyOwn\"},"
				+ "\"leaseInfo\":{\"renewalIntervalInSecs\":30,\"durationInSecs\":90},\"metadata\":{"
				+ "\"discovery.registered-at\":\"1700000000000\",\"management.context-path\":\"/ops\","
				+ "\"management.port\":\"9090\"},\"lastDirtyTimestamp\":\"1700000000000\"}}");
	}

	@Test
	void registersASecureInstanceAtAnIpv6Address() {
		Instance self = Instance.builder("orders", "2001:db8::1", 8443).secure(true).build();
		await(this.writer.put(self, Health.UP));
		assertThat(this.requests).last()
			.asString()
			.contains("\"hostName\":\"[2001:db8::1]\"", "\"ipAddr\":\"2001:db8::1\"", "\"secureVipAddress\":\"orders\"",
					"\"securePort\":{\"$\":8443,\"@enabled\":true}", "\"port\":{\"$\":8443,\"@enabled\":false}",
					"\"homePageUrl\":\"https://[2001:db8::1]:8443/\"",
					"\"secureHealthCheckUrl\":\"https://[2001:db8::1]:8443/actuator/health\"")
			.contains("\"vipAddress\":\"orders\"")
			.doesNotContain("\"healthCheckUrl\"", "lastDirtyTimestamp");
	}

	@Test
	void registersWhatIsConfigured() {
		await(writer(new EurekaRegistration(Duration.ofSeconds(2), Duration.ofSeconds(6), List.of("orders", "shop"),
				"10.9.9.9", "home", "up", "/alive"))
			.put(SELF, Health.UP));
		assertThat(this.requests).last()
			.asString()
			.contains("\"ipAddr\":\"10.9.9.9\"", "\"vipAddress\":\"orders,shop\"",
					"\"homePageUrl\":\"http://10.0.0.1:8080/home\"", "\"statusPageUrl\":\"http://10.0.0.1:9090/up\"",
					"\"healthCheckUrl\":\"http://10.0.0.1:9090/alive\"",
					"\"leaseInfo\":{\"renewalIntervalInSecs\":2,\"durationInSecs\":6}");
	}

	@Test
	void beginsWithNothingLeftAndTakesOnlyAnOverrideAwayLater() {
		await(this.writer.put(SELF, Health.STARTING));
		await(this.writer.put(SELF, Health.UP));
		assertThat(requests()).containsExactly("DELETE " + PATH, "POST /apps/ORDERS STARTING",
				"DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP");
	}

	@Test
	void saysAnewWhoItIsWithoutAWordOnOverrides() {
		await(this.writer.put(SELF, Health.UP));
		this.requests.clear();
		await(this.writer.refresh(SELF, Health.UP));
		assertThat(requests()).containsExactly("POST /apps/ORDERS UP");
		this.requests.clear();
		await(this.writer.renew(SELF, Health.OUT_OF_SERVICE));
		await(this.writer.refresh(SELF, Health.OUT_OF_SERVICE));
		assertThat(requests()).containsExactly("PUT " + PATH + "/status?value=OUT_OF_SERVICE",
				"POST /apps/ORDERS OUT_OF_SERVICE");
	}

	@Test
	void endsItsOwnOverrideWhenItSaysAnewWhoItIs() {
		await(this.writer.put(SELF, Health.DOWN));
		this.requests.clear();
		await(this.writer.refresh(SELF, Health.UP));
		await(this.writer.renew(SELF, Health.UP));
		assertThat(requests()).containsExactly("DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP",
				"PUT " + PATH + "?status=UP&lastDirtyTimestamp=1700000000000");
	}

	@ParameterizedTest
	@CsvSource({ "OUT_OF_SERVICE, OUT_OF_SERVICE", "DOWN, DOWN", "UNKNOWN, DOWN" })
	void registersAsStartingAndOverridesWhereItIsNeither(Health health, String status) {
		await(this.writer.put(SELF, health));
		assertThat(requests()).containsExactly("DELETE " + PATH, "POST /apps/ORDERS STARTING",
				"PUT " + PATH + "/status?value=" + status);
	}

	@Test
	void sendsHeartbeatsWhileNothingChanges() {
		await(this.writer.put(SELF, Health.UP));
		this.requests.clear();
		assertThat(await(this.writer.renew(SELF, Health.UP))).isTrue();
		assertThat(await(this.writer.renew(SELF, Health.UP))).isTrue();
		assertThat(this.requests).hasSize(2)
			.containsOnly("PUT " + PATH + "?status=UP&lastDirtyTimestamp=1700000000000");
	}

	@ParameterizedTest
	@EnumSource(value = Health.class, names = { "STARTING", "DOWN", "OUT_OF_SERVICE" })
	void overridesWhatIsNotUpAndTakesThatAwayAgain(Health health) {
		await(this.writer.put(SELF, Health.UP));
		this.requests.clear();
		assertThat(await(this.writer.renew(SELF, health))).isTrue();
		assertThat(await(this.writer.renew(SELF, health))).isTrue();
		assertThat(await(this.writer.renew(SELF, Health.UP))).isTrue();
		assertThat(await(this.writer.renew(SELF, Health.UP))).isTrue();
		assertThat(requests()).containsExactly("PUT " + PATH + "/status?value=" + health,
				"PUT " + PATH + "?status=" + health + "&lastDirtyTimestamp=1700000000000",
				"DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP",
				"PUT " + PATH + "?status=UP&lastDirtyTimestamp=1700000000000");
	}

	@Test
	void changesAgainWhatCouldNotBeChanged() {
		await(this.writer.put(SELF, Health.STARTING));
		this.statuses.put("POST /apps/ORDERS", 500);
		assertThat(failure(this.writer.renew(SELF, Health.UP)).kind()).isEqualTo(Kind.UNAVAILABLE);
		this.statuses.clear();
		this.requests.clear();
		await(this.writer.renew(SELF, Health.UP));
		assertThat(requests()).containsExactly("DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP");
	}

	/**
	 * A change that was called off may have been made all the same.
	 */
	@Test
	void takesBackAnOverrideThatItDoesNotKnowTheFateOf() {
		await(this.writer.put(SELF, Health.UP));
		this.statuses.put("PUT " + PATH + "/status?value=DOWN", 503);
		assertThat(failure(this.writer.renew(SELF, Health.DOWN)).kind()).isEqualTo(Kind.UNAVAILABLE);
		this.requests.clear();
		await(this.writer.renew(SELF, Health.UP));
		await(this.writer.renew(SELF, Health.UP));
		assertThat(requests()).containsExactly("DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP",
				"PUT " + PATH + "?status=UP&lastDirtyTimestamp=1700000000000");
	}

	@Test
	void overridesAgainWhatMayHaveBeenTakenBack() {
		await(this.writer.put(SELF, Health.OUT_OF_SERVICE));
		this.statuses.put("POST /apps/ORDERS", 503);
		assertThat(failure(this.writer.renew(SELF, Health.UP)).kind()).isEqualTo(Kind.UNAVAILABLE);
		this.requests.clear();
		await(this.writer.renew(SELF, Health.OUT_OF_SERVICE));
		assertThat(requests()).containsExactly("PUT " + PATH + "/status?value=OUT_OF_SERVICE");
	}

	/**
	 * Only what others have left is taken away altogether.
	 */
	@Test
	void isNotGoneForAMomentWhileItsHealthIsInDoubt() {
		await(this.writer.put(SELF, Health.UP));
		this.statuses.put("PUT " + PATH + "/status?value=DOWN", 503);
		failure(this.writer.renew(SELF, Health.DOWN));
		this.requests.clear();
		await(this.writer.refresh(SELF, Health.UP));
		assertThat(requests()).containsExactly("DELETE " + PATH + "/status?value=UP", "POST /apps/ORDERS UP");
	}

	@Test
	void saysWhereTheServerDoesNotKnowTheInstance() {
		await(this.writer.put(SELF, Health.UP));
		this.statuses.put("PUT " + PATH + "?status=UP&lastDirtyTimestamp=1700000000000", 404);
		this.statuses.put("PUT " + PATH + "/status?value=DOWN", 404);
		this.statuses.put("DELETE " + PATH + "/status?value=UP", 404);
		this.requests.clear();
		assertThat(await(this.writer.renew(SELF, Health.UP))).isFalse();
		assertThat(await(this.writer.renew(SELF, Health.DOWN))).isFalse();
		assertThat(this.requests).hasSize(2);
		await(this.writer.put(SELF, Health.UP));
		assertThat(this.requests).hasSize(4);
	}

	@Test
	void doesNotTakeALostRegistrationForOne() {
		this.statuses.put("PUT " + PATH + "/status?value=DOWN", 404);
		assertThat(failure(this.writer.put(SELF, Health.DOWN)).kind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void takesTheRegistrationAwayEvenWhereThereIsNone() {
		this.statuses.put("DELETE " + PATH, 404);
		await(this.writer.remove(SELF));
		assertThat(this.requests).containsExactly("DELETE " + PATH);
	}

	@Test
	void escapesNames() {
		Instance self = Instance.builder("ünï cöde", "10.0.0.1", 80).instanceId("a:b c?d#e").build();
		await(this.writer.remove(self));
		assertThat(this.requests).containsExactly("DELETE /apps/%C3%9CN%C3%8F%20C%C3%96DE/a%3Ab%20c%3Fd%23e");
	}

	/**
	 * With no more of a body than its status.
	 */
	private List<String> requests() {
		return this.requests.stream()
			.map((request) -> request.replaceAll(" \\{.*\"status\":\"(\\w+)\".*", " $1"))
			.toList();
	}

}
