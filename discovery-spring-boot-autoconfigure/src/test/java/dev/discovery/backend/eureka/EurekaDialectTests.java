package dev.discovery.backend.eureka;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.MirrorSink;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EurekaDialectTests extends StubEureka {

	private Map<String, List<Instance>> services = Map.of();

	@Test
	void readsEverythingThatAnInstanceSays() {
		Instance instance = read("""
				{"instanceId":"host:orders:8080","hostName":"10.0.0.1","app":"ORDERS","ipAddr":"10.9.9.9",
				"status":"UP","overriddenStatus":"UNKNOWN","port":{"$":8080,"@enabled":"true"},
				"securePort":{"$":443,"@enabled":"false"},"countryId":1,
				"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},
				"leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"serviceUpTimestamp":0},
				"metadata":{"zone":"z1","management.port":"9090"},"vipAddress":"orders","actionType":"ADDED"}""");
		assertThat(instance.getServiceId()).isEqualTo("orders");
		assertThat(instance.getInstanceId()).isEqualTo("host:orders:8080");
		assertThat(instance.getUri()).hasToString("http://10.0.0.1:8080");
		assertThat(instance.getHealth()).isEqualTo(Health.UP);
		assertThat(instance.getLocality().zone()).isEqualTo("z1");
		assertThat(instance.getMetadata()).containsOnly(Map.entry("zone", "z1"), Map.entry("management.port", "9090"));
	}

	@Test
	void callsTheSecurePortWhereItIsEnabled() {
		Instance instance = read(instance("o1", "UP", "\"securePort\":{\"$\":\"8443\",\"@enabled\":\"true\"}"));
		assertThat(instance.getUri()).hasToString("https://o1:8443");
	}

	@Test
	void fallsBackToTheAddressAndToTheHostAsTheId() {
		Instance nameless = read(instance("o1", "UP", "\"hostName\":\"\"", "\"ipAddr\":\"10.0.0.3\""));
		assertThat(nameless.getHost()).isEqualTo("10.0.0.3");
		Instance old = read(instance("", "UP", "\"hostName\":\"10.0.0.4\""));
		assertThat(old.getInstanceId()).isEqualTo("10.0.0.4");
	}

	@ParameterizedTest
	@CsvSource({ "UP, UNKNOWN, UP", "UP, OUT_OF_SERVICE, OUT_OF_SERVICE", "OUT_OF_SERVICE, UP, UP", "DOWN, UP, DOWN",
			"STARTING, UP, STARTING", "STARTING, UNKNOWN, STARTING", "UP, DOWN, DOWN",
			"OUT_OF_SERVICE, UNKNOWN, OUT_OF_SERVICE", "UNKNOWN, UNKNOWN, UNKNOWN", "NONSENSE, NONSENSE, UNKNOWN",
			"up, unknown, UP" })
	void readsStatusAndOverride(String status, String override, Health health) {
		assertThat(read(instance("o1", status, "\"overriddenStatus\":\"" + override + "\"")).getHealth())
			.isEqualTo(health);
	}

	@Test
	void readsAnOverrideAsOlderServersSpellIt() {
		String json = instance("o1", "UP", "\"overriddenstatus\":\"OUT_OF_SERVICE\"")
			.replace("\"overriddenStatus\":\"UNKNOWN\",", "");
		assertThat(read(json).getHealth()).isEqualTo(Health.OUT_OF_SERVICE);
	}

	@Test
	void takesTheZoneFromTheDataCenterWhereTheMetadataHasNone() {
		String amazon = "\"dataCenterInfo\":{\"@class\":\"com.netflix.appinfo.AmazonInfo\",\"name\":\"Amazon\","
				+ "\"metadata\":{\"availability-zone\":\"us-east-1c\",\"instance-id\":\"i-1\"}}";
		assertThat(read(instance("o1", "UP", amazon)).getLocality().zone()).isEqualTo("us-east-1c");
		assertThat(read(instance("o1", "UP", amazon, "\"metadata\":{\"zone\":\"mine\"}")).getLocality().zone())
			.isEqualTo("mine");
	}

	@Test
	void leavesTheNamesOfClassesAlone() {
		Instance instance = read(
				instance("o1", "UP", "\"metadata\":{\"@class\":\"java.util.Collections$EmptyMap\",\"a\":null}"));
		assertThat(instance.getMetadata()).doesNotContainKey("@class");
		Instance gadget = read(instance("o1", "UP",
				"\"dataCenterInfo\":{\"@class\":\"javax.script.ScriptEngineManager\",\"name\":\"x\"}"));
		assertThat(gadget.getInstanceId()).isEqualTo("o1");
	}

	@Test
	void findsAnInstanceByItsApplicationAndItsVirtualAddresses() {
		readAll(application("ORDERS", instance("o1", "UP", vip("Orders, shop,,SHOP ")),
				instance("o2", "UP", "\"secureVipAddress\":\"vault\"")), application("Shop", instance("s1", "UP")));
		assertThat(ids("orders")).containsExactlyInAnyOrder("o1", "o2");
		assertThat(ids("shop")).containsExactlyInAnyOrder("o1", "s1");
		assertThat(ids("vault")).containsExactly("o2");
		assertThat(this.services).containsOnlyKeys("orders", "shop", "vault");
		assertThat(this.services.get("shop")).extracting(Instance::getServiceId)
			.containsExactlyInAnyOrder("orders", "shop");
	}

	@Test
	void readsListsOfOneAsOlderServersWriteThem() {
		this.bodies.put("/apps", "{\"applications\":{\"apps__hashcode\":\"UP_1_\",\"application\":{\"name\":\"ORDERS\","
				+ "\"instance\":" + instance("o1", "UP") + "}}}");
		sync();
		assertThat(ids("orders")).containsExactly("o1");
	}

	@Test
	void takesNoApplicationsForAnEmptyRegistry() {
		this.bodies.put("/apps", "{\"applications\":{\"versions__delta\":\"1\",\"apps__hashcode\":\"\"}}");
		sync();
		assertThat(this.services).isEmpty();
	}

	private Instance read(String json) {
		readAll(application("ORDERS", json));
		return this.services.get("orders").get(0);
	}

	private void readAll(String... applications) {
		this.bodies.put("/apps", applications("", applications));
		sync();
	}

	private void sync() {
		await(new EurekaSource(this.servers, EurekaReading.DEFAULT).sync(new MirrorSink() {

			@Override
			public boolean isBlank() {
				return true;
			}

			@Override
			public void replaceAll(Map<String, List<Instance>> all, Map<String, BackendException> failed) {
				EurekaDialectTests.this.services = all;
			}

			@Override
			public void replace(String serviceId, List<Instance> instances) {
			}

			@Override
			public void fail(String serviceId, BackendException cause) {
			}

			@Override
			public void confirm() {
			}

		}));
	}

	private List<String> ids(String name) {
		return this.services.getOrDefault(name, List.of()).stream().map(Instance::getInstanceId).toList();
	}

}
