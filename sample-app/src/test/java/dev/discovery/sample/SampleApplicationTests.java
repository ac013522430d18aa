package dev.discovery.sample;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README promises about the sample.
 */
class SampleApplicationTests extends RunningSample {

	@ParameterizedTest
	@ValueSource(strings = { "rest-client", "rest-template", "web-client", "http-interface" })
	void callsBothInventoryInstancesThroughEveryKindOfClient(String kind) {
		Set<String> answeredBy = new TreeSet<>();
		for (int i = 0; i < 10; i++) {
			Map<String, Object> order = get("/orders/1/via/" + kind);
			assertThat(order).containsEntry("client", kind).containsEntry("id", "1");
			answeredBy.add(String.valueOf(((Map<?, ?>) order.get("stock")).get("answeredBy")));
		}
		assertThat(answeredBy).hasSize(2).isEqualTo(new TreeSet<>(fleet()));
	}

	@Test
	void showsWhatItKnowsAndWhy() {
		get("/orders/1");
		assertThat(get("/actuator/discovery")).containsEntry("backend", "in-memory");
		Map<String, Object> inventory = get("/actuator/discovery/inventory");
		assertThat(inventory).containsEntry("provenance", "LIVE").containsEntry("policy", "least-request");
		assertThat(inventory.get("instances")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(2)
			.allSatisfy((instance) -> assertThat((Map<?, ?>) instance).extracting("reason")
				.isEqualTo("fit: the registry says UP"));
		assertThat(get("/actuator/metrics/discovery.lookup")).containsEntry("name", "discovery.lookup");
		assertThat(get("/actuator/health").toString())
			.contains("discovery={details={backend=in-memory, services=1}, status=UP}");
	}

}
