package dev.discovery.backend.consul;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.consul.ConsulReading.Selection;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsulDialectTests extends StubConsul {

	private static final String NODE = "\"Node\":\"n1\",\"Address\":\"10.0.0.9\"";

	private static final String SERVICE = "\"ID\":\"orders-1\",\"Address\":\"10.0.0.1\",\"Port\":80";

	private final List<String> entries = new ArrayList<>();

	private boolean warningIsUp;

	private @Nullable String tagged;

	@Test
	void readsEveryField() {
		Instance instance = only(NODE,
				SERVICE + ",\"Tags\":[\"a\",\"b=c\"],\"Meta\":{\"zone\":\"z1\",\"region\":\"r1\",\"secure\":\"true\","
						+ "\"management_port\":\"9\",\"x_y\":\"1\",\"discovery-keys\":\"management.port,gone.key\"},"
						+ "\"Weights\":{\"Passing\":10,\"Warning\":2}",
				"x=passing");
		assertThat(instance.getInstanceId()).isEqualTo("orders-1");
		assertThat(instance.getUri()).hasToString("https://10.0.0.1:80");
		assertThat(instance.getLocality()).isEqualTo(Locality.of("r1", "z1"));
		assertThat(instance.getHealth()).isEqualTo(Health.UP);
		assertThat(instance.getMetadata()).isEqualTo(Map.of("zone", "z1", "region", "r1", "secure", "true",
				"management.port", "9", "x_y", "1", "tags", "a,b=c", "weight", "10"));
	}

	@Test
	void takesZoneAndRegionOfTheNodeWhereTheServiceHasNone() {
		Instance instance = only(NODE + ",\"Meta\":{\"zone\":\"z9\",\"region\":\"r9\",\"rack\":\"7\"}",
				SERVICE + ",\"Meta\":{\"zone\":\"z1\"}");
		assertThat(instance.getLocality()).isEqualTo(Locality.of("r9", "z1"));
		assertThat(instance.getMetadata()).doesNotContainKey("rack");
	}

	@ParameterizedTest
	@CsvSource({ "passing, passing, UP, UP", "passing, warning, DOWN, UP", "critical, warning, DOWN, DOWN",
			"passing, critical, DOWN, DOWN" })
	void isAsWellAsItsWorstCheck(String one, String other, Health health, Health lenient) {
		assertThat(only(NODE, SERVICE, "a=" + one, "b=" + other).getHealth()).isEqualTo(health);
		this.warningIsUp = true;
		assertThat(only(NODE, SERVICE, "a=" + one, "b=" + other).getHealth()).isEqualTo(lenient);
	}

	@Test
	void isOutOfServiceInMaintenance() {
		assertThat(only(NODE, SERVICE, "a=critical", "_service_maintenance:orders-1=critical").getHealth())
			.isEqualTo(Health.OUT_OF_SERVICE);
		assertThat(only(NODE, SERVICE, "_node_maintenance=critical").getHealth()).isEqualTo(Health.OUT_OF_SERVICE);
	}

	@Test
	void weighsAnInstanceThatWarnsByItsOwnWeight() {
		this.warningIsUp = true;
		String weights = SERVICE + ",\"Weights\":{\"Passing\":10,\"Warning\":2}";
		assertThat(only(NODE, weights, "a=warning").getMetadata()).containsEntry("weight", "2");
		assertThat(only(NODE, SERVICE + ",\"Weights\":{\"Passing\":1,\"Warning\":1},\"Meta\":{\"weight\":\"5\"}")
			.getMetadata()).containsEntry("weight", "5");
	}

	@Test
	void takesTheAddressOfTheNodeWhereTheServiceHasNone() {
		assertThat(only(NODE, "\"ID\":\"1\",\"Address\":\"\",\"Port\":80").getHost()).isEqualTo("10.0.0.9");
	}

	@Test
	void takesTheTaggedAddressThatIsConfigured() {
		this.tagged = "wan";
		String addresses = ",\"TaggedAddresses\":{\"wan\":{\"Address\":\"198.18.0.1\",\"Port\":443},"
				+ "\"lan\":{\"Address\":\"10.0.0.1\",\"Port\":80}}";
		assertThat(only(NODE, SERVICE + addresses).getAuthority()).isEqualTo("198.18.0.1:443");
		assertThat(only(NODE, SERVICE).getAuthority()).isEqualTo("10.0.0.1:80");
		String node = NODE + ",\"TaggedAddresses\":{\"wan\":\"198.18.0.9\"}";
		assertThat(only(node, "\"ID\":\"1\",\"Address\":\"\",\"Port\":80").getAuthority()).isEqualTo("198.18.0.9:80");
	}

	@Test
	void tellsTheSameIdOnTwoNodesApart() {
		this.entries.add(entry(NODE, "\"ID\":\"app\",\"Port\":80"));
		this.entries.add(entry("\"Node\":\"n2\",\"Address\":\"10.0.0.8\"", "\"ID\":\"app\",\"Port\":80"));
		this.entries.add(entry(NODE, "\"ID\":\"other\",\"Port\":81"));
		assertThat(instances()).extracting("instanceId").containsExactly("app@n1", "app@n2", "other");
	}

	private Instance only(String node, String service, String... checks) {
		this.entries.clear();
		this.entries.add(entry(node, service, checks));
		List<Instance> instances = instances();
		assertThat(instances).hasSize(1);
		return instances.get(0);
	}

	private List<Instance> instances() {
		this.bodies.put("/v1/health/service/", "[" + String.join(",", this.entries) + "]");
		ConsulReading reading = new ConsulReading(WAIT, 64, Consistency.STALE, this.warningIsUp, null, this.tagged,
				Selection.ALL, Map.of());
		return read(reader(settings(reading), null), null).instances();
	}

}
