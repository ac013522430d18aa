package dev.discovery.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsulReaderTests extends StubConsul {

	private final ConsulReader reader = reader(settings(ConsulReading.DEFAULT), null);

	@BeforeEach
	void answerWithOneInstance() {
		this.bodies.put("/v1/health/service/",
				"[" + entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"",
						"\"ID\":\"orders-1\",\"Service\":\"orders\",\"Address\":\"10.0.0.1\",\"Port\":80", "a=passing")
						+ "]");
		this.bodies.put("/v1/catalog/services", "{\"consul\":[],\"orders\":[\"v1\",\"v2\"],\"payments\":[\"v1\"]}");
	}

	@Test
	void asksAtOnceWithoutACursorAndIsHeldWithOne() {
		assertThat(read(this.reader, null).cursor()).isEqualTo("7");
		read(this.reader, "7");
		assertThat(this.requests).containsExactly("GET /v1/health/service/orders?stale",
				"GET /v1/health/service/orders?stale&index=7&wait=55000ms");
	}

	@ParameterizedTest
	@CsvSource({ "8, 8", "7, 7", "6, ", "0, ", "-1, ", "x, ", "'', ", "9223372036854775807, 9223372036854775807" })
	void beginsAnewWhereTheIndexGoesBackOrIsNone(String index, @Nullable String cursor) {
		this.headers.put("X-Consul-Index", index);
		assertThat(read(this.reader, "7").cursor()).isEqualTo(cursor);
	}

	@Test
	void beginsAnewWhereTheIndexIsMissing() {
		this.headers.remove("X-Consul-Index");
		assertThat(read(this.reader, "7").cursor()).isNull();
	}

	@ParameterizedTest
	@EnumSource(Consistency.class)
	void asksForTheConsistencyThatIsConfigured(Consistency consistency) {
		ConsulReading reading = new ConsulReading(WAIT, 64, consistency, false, null, null, Selection.ALL, Map.of());
		read(reader(settings(reading), null), null);
		assertThat(this.requests).containsExactly("GET /v1/health/service/orders" + switch (consistency) {
			case STALE -> "?stale";
			case CONSISTENT -> "?consistent";
			case DEFAULT -> "";
		});
	}

	@Test
	void saysWhichInstancesAreWanted() {
		Selection selection = new Selection(List.of(), List.of("v2", "a b"), "Service.Meta.x == \"1\"");
		ConsulReading reading = new ConsulReading(WAIT, 64, Consistency.DEFAULT, false, "_agent", null, Selection.ALL,
				Map.of("orders", selection));
		ConsulSettings settings = new ConsulSettings(List.of(this.url), new Tenancy("team", "east"), reading,
				ConsulRegistration.DEFAULT);
		ConsulReader reader = reader(settings, "dc2");
		await(reader.read("orders", null, WAIT));
		await(reader.read("a/b c?", null, WAIT));
		assertThat(this.requests).containsExactly(
				"GET /v1/health/service/orders?ns=team&partition=east&dc=dc2&near=_agent"
						+ "&filter=Service.Meta.x%20%3D%3D%20%221%22&tag=v2&tag=a%20b",
				"GET /v1/health/service/a%2Fb%20c%3F?ns=team&partition=east&dc=dc2&near=_agent");
	}

	@Test
	void readsTheNamesOfServicesThatHaveTheWantedTags() {
		assertThat(readNames(this.reader).names()).containsExactlyInAnyOrder("consul", "orders", "payments");
		ConsulReader tagged = reader(settings(reading(new Selection(List.of(), List.of("v1", "v2"), null))), null);
		assertThat(readNames(tagged).names()).containsExactly("orders");
		ConsulReading other = new ConsulReading(WAIT, 64, Consistency.STALE, false, null, null,
				new Selection(List.of(), List.of("v2"), null), Map.of("payments", Selection.ALL));
		assertThat(readNames(reader(settings(other), null)).names()).containsExactlyInAnyOrder("orders", "payments");
		assertThat(this.requests).contains("GET /v1/catalog/services?stale");
	}

	@Test
	void doesNotBelieveAServerWithoutALeader() {
		this.headers.put("X-Consul-KnownLeader", "false");
		BackendException failure = failure(this.reader.read("orders", null, WAIT));
		assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(failure).hasMessageEndingWith("the cluster has no leader");
	}

	@Test
	void saysWhichPermissionIsMissing() {
		this.status = 403;
		this.bodies.put("/", "Permission denied canary-4711");
		BackendException service = failure(this.reader.read("orders", null, WAIT));
		assertThat(service.kind()).isEqualTo(Kind.DENIED);
		assertThat(service).hasMessageContaining("status 403")
			.hasMessageEndingWith(
					"the token of discovery.consul.token or discovery.consul.token-file must be valid and "
							+ "allow service:read on \"orders\" and node:read")
			.hasMessageNotContaining("canary");
		assertThat(service.forOthers()).hasMessageContaining("discovery.consul.token")
			.hasMessageNotContainingAny("orders", "canary");
		assertThat(failure(this.reader.readNames(null, WAIT))).hasMessageEndingWith("service:read and node:read");
	}

	@Test
	void takesAnEmptyAnswerThatWasFilteredForARefusal() {
		this.headers.put("X-Consul-Results-Filtered-By-ACLs", "true");
		assertThat(read(this.reader, null).instances()).hasSize(1);
		this.bodies.put("/v1/health/service/", "[]");
		BackendException refusal = failure(this.reader.read("orders", null, WAIT));
		assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
		assertThat(refusal.forOthers()).isNull();
	}

	@Test
	void dropsBadEntriesAndKeepsTheGoodOnes() {
		String good = entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"good\",\"Port\":80", "a=passing");
		String noPort = entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"bad\"", "a=passing");
		String textPort = entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"bad\",\"Port\":\"x\"",
				"a=passing");
		String host = entry("\"Node\":\"n1\",\"Address\":\"a@b\"", "\"ID\":\"bad\",\"Port\":80", "a=passing");
		this.bodies.put("/v1/health/service/",
				"[null,7,{}," + String.join(",", textPort, noPort, good, host) + ",{\"Node\":null,\"Service\":null}]");
		assertThat(read(this.reader, null).instances()).extracting("instanceId").containsExactly("good");
	}

	@Test
	void keepsConsulsOrderWhereSortedByDistanceAndTheOrderOfIdsElse() {
		this.bodies.put("/v1/health/service/",
				"[" + entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"z\",\"Port\":80") + ","
						+ entry("\"Node\":\"n1\",\"Address\":\"10.0.0.9\"", "\"ID\":\"a\",\"Port\":81") + "]");
		ConsulReading near = new ConsulReading(WAIT, 64, Consistency.STALE, false, "_agent", null, Selection.ALL,
				Map.of());
		assertThat(watched(near)).containsExactly("z", "a");
		assertThat(watched(ConsulReading.DEFAULT)).containsExactly("a", "z");
	}

	private List<String> watched(ConsulReading reading) {
		Recorder recorder = new Recorder();
		ConsulBackend backend = closing(new ConsulBackend(this.runtime, this.client, settings(reading)));
		backend.watch("orders", recorder);
		Patience.await().until(() -> recorder.ids() != null);
		return Objects.requireNonNull(recorder.ids());
	}

	@Test
	void failsOnWhatIsNoList() {
		for (String body : List.of("{}", "[", "", "<html>", "7")) {
			this.bodies.put("/v1/health/service/", body);
			assertThat(failure(this.reader.read("orders", null, WAIT)).kind()).isEqualTo(Kind.INVALID);
		}
	}

	@Test
	void goesOnWithTheNextServerAndAsksItAtOnce() {
		ConsulSettings settings = new ConsulSettings(List.of(URI.create("http://localhost:1"), this.url),
				Tenancy.DEFAULT, ConsulReading.DEFAULT, ConsulRegistration.DEFAULT);
		ConsulReader reader = reader(settings, null);
		assertThat(read(reader, "7").instances()).hasSize(1);
		read(reader, "7");
		assertThat(this.requests).containsExactly("GET /v1/health/service/orders?stale",
				"GET /v1/health/service/orders?stale&index=7&wait=55000ms");
	}

	@Test
	void givesAnAnswerHalfOfAShortWaitAndFiveSecondsOfALongOne() {
		assertThat(ConsulReader.answerTimeout(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
		assertThat(ConsulReader.answerTimeout(WAIT)).isEqualTo(Duration.ofSeconds(5));
	}

}
