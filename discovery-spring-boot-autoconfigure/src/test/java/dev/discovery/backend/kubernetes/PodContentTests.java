package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PodContentTests {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

	private final VirtualTime time = new VirtualTime();

	private final Exchanges exchanges = new Exchanges();

	private final BackendRuntime runtime = new BackendRuntime("kubernetes", this.time, this.time, Randomness.seeded(1),
			this.exchanges);

	private PodContent content = content(AddressType.IPV4);

	private PodContent content(AddressType type) {
		KubernetesSettings settings = TestSettings.of("shop")
			.addressType(type)
			.services(Map.of(ORDERS, new ServiceSettings(null, null, "app=orders")))
			.build();
		return new PodContent(this.runtime, settings, ORDERS, "app=orders");
	}

	@Test
	void watchesThePodsThatItsSelectorFinds() {
		assertThat(this.content.subject().page(500, null)).isEqualTo("?limit=500&labelSelector=app%3Dorders");
		assertThat(this.content.subject().resource().path("shop")).isEqualTo("/api/v1/namespaces/shop/pods");
	}

	@Test
	void readsEverythingThatAPodSays() {
		this.content.put(pod("a", "Running", "True", "10.0.0.1", ""));
		Instance instance = this.content.instances(ORDERS).get(0);
		assertThat(instance.getInstanceId()).isEqualTo("a.u-a");
		assertThat(instance.getUri()).hasToString("http://10.0.0.1:8080");
		assertThat(instance.getMetadata()).containsEntry("app", "orders")
			.containsEntry("kubernetes.node", "node-7")
			.containsEntry("kubernetes.pod", "a")
			.containsEntry("zone", "eu-1a")
			.containsEntry("region", "eu-1");
	}

	@Test
	void saysWhichAreReady() {
		this.content.replaceAll(List.of(pod("a", "Running", "True", "10.0.0.1", ""),
				pod("b", "Running", "False", "10.0.0.2", ""), pod("c", "Pending", "True", "10.0.0.3", ""),
				pod("d", "Running", "True", "10.0.0.4", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",")));
		assertThat(healths()).containsExactly("a UP", "b DOWN", "c DOWN", "d OUT_OF_SERVICE");
	}

	@Test
	void leavesOutWhatIsNoInstanceYetOrAnyMore() {
		this.content.replaceAll(List.of(pod("a", "Pending", "False", "", ""),
				pod("b", "Succeeded", "False", "10.0.0.1", ""), pod("c", "Failed", "False", "10.0.0.2", "")));
		assertThat(this.content.instances(ORDERS)).isEmpty();
		this.content.put(pod("d", "Running", "True", "10.0.0.4", ""));
		assertThat(healths()).containsExactly("d UP");
		assertThat(this.content.remove(new ServiceName("d", "shop"))).containsExactly(ORDERS);
		assertThat(this.content.instances(ORDERS)).isEmpty();
	}

	@Test
	void prefersOneKindOfAddress() {
		this.content.put(pod("a", "Running", "True", "10.0.0.1,2001:db8::1", ""));
		assertThat(this.content.instances(ORDERS)).extracting(Instance::getHost).containsExactly("10.0.0.1");
		this.content = content(AddressType.IPV6);
		this.content.put(pod("a", "Running", "True", "10.0.0.1,2001:db8::1", ""));
		assertThat(this.content.instances(ORDERS)).extracting(Instance::getHost).containsExactly("[2001:db8::1]");
	}

	@Test
	void saysWhereThePortIsNotClear() {
		this.content.put(read("{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\",\"uid\":\"u\"},"
				+ "\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.1\"}}"));
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> this.content.instances(ORDERS))
			.withMessageContaining("has no port");
	}

	@Test
	void leavesPodsWithoutThePortOutAndKeepsTheOthers() {
		this.content.put(pod("a", "Running", "True", "10.0.0.1", ""));
		this.content.put(read("{\"metadata\":{\"name\":\"b\",\"namespace\":\"shop\",\"uid\":\"u\"},"
				+ "\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.2\"}}"));
		assertThat(healths()).containsExactly("a UP");
		assertThat(this.exchanges.dropped()).containsExactly("portless");
	}

	private List<String> healths() {
		return this.content.instances(ORDERS)
			.stream()
			.map((instance) -> instance.getMetadata().get("kubernetes.pod") + " " + instance.getHealth())
			.sorted()
			.toList();
	}

	private static Pod pod(String name, String phase, String ready, String ips, String meta) {
		String addresses = ips.isEmpty() ? "" : ",\"podIP\":\"" + ips.split(",")[0] + "\",\"podIPs\":[{\"ip\":\""
				+ ips.replace(",", "\"},{\"ip\":\"") + "\"}]";
		return read(
				"""
						{"metadata":{"name":"%1$s","namespace":"shop",%5$s"uid":"u-%1$s","labels":{"app":"orders",
						"topology.kubernetes.io/zone":"eu-1a","topology.kubernetes.io/region":"eu-1"}},
						"spec":{"nodeName":"node-7","containers":[{"ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}]},
						{"ports":[{"name":"metrics","containerPort":9000,"protocol":"TCP"}]},{}]},
						"status":{"phase":"%2$s","conditions":[{"type":"Ready","status":"%3$s"}]%4$s}}"""
					.formatted(name, phase, ready, addresses, meta));
	}

	private static Pod read(String json) {
		return RegistryJson.convert(new JsonMapper().readTree(json), Pod.class);
	}

}
