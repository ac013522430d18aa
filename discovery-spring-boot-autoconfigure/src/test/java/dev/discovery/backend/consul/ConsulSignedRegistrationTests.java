package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.Lease;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.TestTrust;
import dev.discovery.time.WallClock;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real agent whose catalog others can write to.
 */
@RequiresProgram("consul")
class ConsulSignedRegistrationTests {

	private static final Instance SELF = ConsulSide.instance("orders", 1);

	private static ConsulAgent agent;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev().start();
	}

	@AfterAll
	static void stopAgent() {
		agent.close();
	}

	@AfterEach
	void clear() {
		agent.api().unregisterAll();
	}

	@Test
	void believesItsOwnAndRefusesWhatOthersMakeOfIt() {
		try (ConsulSide side = side(Mode.ENFORCE, Duration.ofHours(24))) {
			Lease lease = side.registrar.register(SELF, Health.UP);
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("orders-1")));
			JsonNode written = agent.api().get("/v1/agent/service/orders-1");
			register("orders-1-evil", "10.6.6.6", 8080, written);
			register("orders-unsigned", "10.6.6.7", 8080, null);
			side.await(() -> side.exchanges.dropped().containsAll(List.of("forged", "unsigned")));
			assertThat(side.directory.lookup("orders").instances()).extracting(Instance::getUri)
				.containsExactly(SELF.getUri());
			lease.release();
		}
	}

	@Test
	void onlyCountsWhatIsNotSignedInAnAudit() {
		try (ConsulSide side = side(Mode.AUDIT, Duration.ofHours(24))) {
			register("orders-unsigned", "10.0.0.7", 8080, null);
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("orders-unsigned")));
			assertThat(side.exchanges.doubted()).contains("unsigned");
			assertThat(side.exchanges.dropped()).isEmpty();
		}
	}

	@Test
	void signsAgainInTimeWithoutAGap() {
		try (ConsulSide side = side(Mode.ENFORCE, Duration.ofSeconds(4))) {
			Lease lease = side.registrar.register(SELF, Health.UP);
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("orders-1")));
			try (LookupLoad load = LookupLoad.of(() -> side.directory.lookup("orders").up())) {
				load.awaitLookupsFor(Duration.ofSeconds(6));
				load.assertUnharmed(1);
			}
			assertThat(side.exchanges.dropped()).isEmpty();
			lease.release();
		}
	}

	/**
	 * Also where it was down at that moment: the agent keeps what it knew of the check.
	 */
	@Test
	void leavesAMaintenanceThatAnOperatorHasOrderedWhenItSignsAgain() {
		try (ConsulSide side = side(Mode.AUDIT, Duration.ofSeconds(2))) {
			Lease lease = side.registrar.register(SELF, Health.UP);
			side.await(() -> passing() == 1);
			agent.api().put("/v1/agent/service/maintenance/orders-1?enable=true", "");
			JsonNode before = signed();
			side.await(() -> !signed().equals(before));
			long beats = side.exchanges.count("renew success");
			side.await(() -> side.exchanges.count("renew success") > beats);
			assertThat(agent.api().get("/v1/agent/checks").has("_service_maintenance:orders-1")).isTrue();
			lease.report(Health.DOWN);
			JsonNode last = signed();
			side.await(() -> critical(last));
			lease.report(Health.UP);
			agent.api().put("/v1/agent/service/maintenance/orders-1?enable=false", "");
			side.await(() -> passing() == 1);
			lease.release();
		}
	}

	private static boolean critical(JsonNode last) {
		assertThat(signed()).isEqualTo(last);
		return agent.api().get("/v1/agent/checks").at("/service:orders-1/Status").asString().equals("critical");
	}

	private static JsonNode signed() {
		return agent.api().get("/v1/agent/service/orders-1").path("Meta");
	}

	private static int passing() {
		return agent.api().get("/v1/health/service/orders?passing").size();
	}

	@Test
	void refusesAReplayAfterTheExpiry() {
		JsonNode written;
		try (ConsulSide side = side(Mode.ENFORCE, Duration.ofSeconds(3))) {
			Lease lease = side.registrar.register(SELF, Health.UP);
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("orders-1")));
			written = agent.api().get("/v1/agent/service/orders-1");
			lease.release();
			side.await(() -> agent.api().get("/v1/health/service/orders").isEmpty());
		}
		try (ConsulSide reader = side(Mode.ENFORCE, Duration.ofSeconds(3))) {
			register("orders-1", "10.0.0.1", 8080, written);
			reader.directory.entry("orders");
			// who has it only from the watch drops it when the next long poll ends
			reader.await(() -> reader.exchanges.dropped().contains("expired"));
			reader.await(() -> reader.up("orders").isEmpty());
		}
	}

	private static void register(String id, String host, int port, @Nullable JsonNode signedLike) {
		Map<?, ?> meta = (signedLike != null) ? RegistryJson.convert(signedLike.path("Meta"), Map.class) : Map.of();
		agent.api()
			.register(RegistryJson
				.write(Map.of("Name", "orders", "ID", id, "Address", host, "Port", port, "Meta", meta)));
	}

	private static ConsulSide side(Mode mode, Duration validity) {
		Trust trust = TestTrust.signing(mode, validity, WallClock.system());
		return ConsulSide.at(agent.url()).trust(trust).open();
	}

}
