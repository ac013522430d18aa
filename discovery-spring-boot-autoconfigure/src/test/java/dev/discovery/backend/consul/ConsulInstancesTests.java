package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.Recorder;
import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.RequiresProgram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others have registered with a real agent, by plain HTTP.
 */
@RequiresProgram("consul")
class ConsulInstancesTests {

	private static final String RICH = """
			{"Name": "orders", "ID": "orders-1", "Address": "10.0.0.1", "Port": 8443, "Tags": ["blue", "v2"],
			"TaggedAddresses": {"lan": {"Address": "192.168.0.1", "Port": 18443},
				"wan": {"Address": "198.51.100.1", "Port": 28443}},
			"Meta": {"secure": "true", "version": "2", "zone": "own-zone", "management_port": "9090",
				"discovery-keys": "management.port"},
			"Weights": {"Passing": 10, "Warning": 2}, "Check": {"TTL": "60s", "Status": "passing"}}""";

	private static final String PLAIN = """
			{"Name": "orders", "ID": "orders-2", "Port": 8080, "Tags": ["green"],
			"Check": {"CheckID": "check-2", "TTL": "60s", "Status": "passing"}}""";

	private static ConsulAgent agent;

	@Nullable private ConsulSide side;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev()
			.config("{\"node_meta\": {\"zone\": \"node-zone\", \"region\": \"node-region\", \"rack\": \"7\"}}")
			.start();
		agent.api().register(RICH);
		agent.api().register(PLAIN);
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
	}

	@Test
	void haveAllTheirFields() {
		ServiceSnapshot orders = orders(ConsulSide.READING, "orders-1", "orders-2");
		Instance rich = orders.instances().get(0);
		assertThat(rich.getUri()).hasToString("https://10.0.0.1:8443");
		assertThat(rich.isSecure()).isTrue();
		assertThat(rich.getHealth()).isEqualTo(Health.UP);
		assertThat(rich.getMetadata())
			.containsAllEntriesOf(Map.of("version", "2", "tags", "blue,v2", "weight", "10", "management.port", "9090"))
			.doesNotContainKeys("management_port", "discovery-keys", "rack");
		assertThat(rich.getLocality().zone()).isEqualTo("own-zone");
		assertThat(rich.getLocality().region()).isEqualTo("node-region");
	}

	@Test
	void areAtTheirNodeWhereTheySayNothingElse() {
		Instance plain = orders(ConsulSide.READING, "orders-1", "orders-2").instances().get(1);
		assertThat(plain.getUri()).hasToString("http://127.0.0.1:8080");
		assertThat(plain.getMetadata()).containsEntry("tags", "green").doesNotContainKey("weight");
		assertThat(plain.getLocality().zone()).isEqualTo("node-zone");
	}

	@Test
	void areCalledAtATaggedAddressWhereTheyHaveIt() {
		ServiceSnapshot orders = orders(reading("wan", null, false, Selection.ALL), "orders-1", "orders-2");
		assertThat(orders.instances()).extracting(Instance::getUri)
			.extracting(Object::toString)
			.containsExactly("https://198.51.100.1:28443", "http://127.0.0.1:8080");
	}

	@Test
	void areSelectedByTags() {
		Selection blue = new Selection(List.of(), List.of("blue", "v2"), null);
		orders(reading(null, null, false, blue), "orders-1");
		assertThat(side().directory.names()).containsExactly("orders");
	}

	@Test
	void areSelectedByAFilter() {
		orders(reading(null, null, false, new Selection(List.of(), List.of(), "Service.Meta.version != \"2\"")),
				"orders-2");
	}

	@Test
	void areSelectedByDatacenter() {
		orders(reading(null, null, false, new Selection(List.of("dc1"), List.of(), null)), "orders-1", "orders-2");
		close();
		open(reading(null, null, false, new Selection(List.of("dc9"), List.of(), null)));
		Recorder recorder = new Recorder();
		side().backend.watch("orders", recorder);
		side().await(() -> !recorder.errors().isEmpty());
		assertThat(recorder.errors().get(0)).hasMessageContaining("No path to datacenter");
	}

	@ParameterizedTest
	@EnumSource(Consistency.class)
	void areReadWithAnyConsistency(Consistency consistency) {
		orders(new ConsulReading(ConsulSide.WAIT, 64, consistency, false, null, null, Selection.ALL, Map.of()),
				"orders-1", "orders-2");
	}

	@Test
	void areAsWellAsTheirWorstCheck() {
		open(ConsulSide.READING);
		try {
			check("warn");
			awaitHealth(side(), Health.DOWN);
			try (ConsulSide tolerant = ConsulSide.at(agent.url())
				.reading(reading(null, null, true, Selection.ALL))
				.open()) {
				awaitHealth(tolerant, Health.UP);
			}
			check("fail");
			awaitHealth(side(), Health.DOWN);
			check("pass");
			awaitHealth(side(), Health.UP);
			agent.api().put("/v1/agent/service/maintenance/orders-2?enable=true", "");
			awaitHealth(side(), Health.OUT_OF_SERVICE);
			agent.api().put("/v1/agent/service/maintenance/orders-2?enable=false", "");
			awaitHealth(side(), Health.UP);
			agent.api().put("/v1/agent/maintenance?enable=true", "");
			awaitHealth(side(), Health.OUT_OF_SERVICE);
		}
		finally {
			agent.api().put("/v1/agent/maintenance?enable=false", "");
			check("pass");
		}
		awaitHealth(side(), Health.UP);
	}

	@Test
	void areDroppedOneByOneWhereTheyCannotBeCalled() {
		agent.api().register("{\"Name\": \"orders\", \"ID\": \"orders-0\", \"Address\": \"a@b\", \"Port\": 80}");
		try {
			orders(ConsulSide.READING, "orders-1", "orders-2");
			assertThat(side().exchanges.dropped()).isNotEmpty();
		}
		finally {
			agent.api().deregister("orders-0");
		}
	}

	private static void check(String word) {
		agent.api().put("/v1/agent/check/" + word + "/check-2", "");
	}

	private static void awaitHealth(ConsulSide side, Health health) {
		side.directory.entry("orders");
		side.await(() -> {
			ServiceSnapshot orders = side.directory.current("orders");
			Instance second = (orders != null) ? orders.find("orders-2") : null;
			return second != null && second.getHealth() == health;
		});
	}

	private ServiceSnapshot orders(ConsulReading reading, String... ids) {
		open(reading);
		side().directory.lookup("orders");
		side().await(() -> side().up("orders").equals(List.of(ids)));
		return side().directory.lookup("orders");
	}

	private void open(ConsulReading reading) {
		this.side = ConsulSide.at(agent.url()).reading(reading).open();
	}

	private ConsulSide side() {
		assertThat(this.side).isNotNull();
		return this.side;
	}

	private static ConsulReading reading(@Nullable String taggedAddress, @Nullable String near, boolean warningIsUp,
			Selection selection) {
		return new ConsulReading(ConsulSide.WAIT, 64, Consistency.STALE, warningIsUp, near, taggedAddress, selection,
				Map.of());
	}

}
