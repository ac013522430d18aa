package dev.discovery.backend.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.backend.kubernetes.Content.Table;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.TestTrust;
import dev.discovery.time.Randomness;
import dev.discovery.trust.SignaturePolicy.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SliceContentTests {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

	private final VirtualTime time = new VirtualTime();

	private final Exchanges exchanges = new Exchanges();

	private final BackendRuntime runtime = new BackendRuntime("kubernetes", this.time, this.time, Randomness.seeded(1),
			this.exchanges);

	private SliceContent content = content(TestSettings.of("shop").build());

	private SliceContent content(KubernetesSettings settings) {
		return new SliceContent(this.runtime, settings, "shop");
	}

	@Test
	void readsEverythingThatAnEndpointSays() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", """
				{"addresses":["10.0.0.1","10.9.9.9"],"conditions":{"ready":true,"serving":true,"terminating":false},
				"nodeName":"node-7","zone":"eu-1a","hints":{"forZones":[{"name":"eu-1a"},{"name":"eu-1b"}]},
				"targetRef":{"kind":"Pod","name":"orders-abc","uid":"u-1"}}"""));
		Instance instance = only();
		assertThat(instance.getServiceId()).isEqualTo("orders");
		assertThat(instance.getInstanceId()).isEqualTo("orders-abc.u-1");
		assertThat(instance.getUri()).hasToString("http://10.0.0.1:8080");
		assertThat(instance.getLocality().zone()).isEqualTo("eu-1a");
		assertThat(instance.getMetadata()).containsOnly(Map.entry("zone", "eu-1a"),
				Map.entry("kubernetes.node", "node-7"), Map.entry("kubernetes.pod", "orders-abc"),
				Map.entry("kubernetes.uid", "u-1"), Map.entry("kubernetes.hints", "eu-1a,eu-1b"));
	}

	@Test
	void readsAnEndpointThatSaysNextToNothing() {
		slices().put(slice("orders-1", "orders", "IPv4", ":8080", "{\"addresses\":[\"10.0.0.1\"]}"));
		assertThat(only().getHealth()).isEqualTo(Health.UP);
		assertThat(only().getInstanceId()).isEqualTo("orders-10.0.0.1-8080");
	}

	@Test
	void saysWhoIsReadyAndWhoIsAboutToEnd() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{\"ready\":true}"),
				endpoint("b", "{\"ready\":false}"),
				endpoint("c", "{\"ready\":false,\"serving\":true,\"terminating\":true}"), endpoint("d", "{}"),
				endpoint("e", "{\"ready\":null}")));
		assertThat(healths()).containsExactly("a UP", "b DOWN", "c OUT_OF_SERVICE", "d UP", "e UP");
	}

	@Test
	void fallsBackToThoseWhoServeToTheEndWhereNobodyIsReady() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("b", "{\"ready\":false}"),
				endpoint("c", "{\"ready\":false,\"serving\":true,\"terminating\":true}"),
				endpoint("d", "{\"ready\":false,\"serving\":false,\"terminating\":true}")));
		assertThat(healths()).containsExactly("b DOWN", "c UP", "d OUT_OF_SERVICE");
	}

	@Test
	void mergesSlicesAndListsAPodOnce() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{\"ready\":false}")));
		Set<ServiceName> changed = slices().put(slice("orders-2", "orders", "IPv4", "http:8080",
				endpoint("a", "{\"ready\":true}"), endpoint("b", "{\"ready\":true}")));
		assertThat(changed).containsExactly(ORDERS);
		assertThat(healths()).containsExactly("a UP", "b UP");
		slices().remove(slice("orders-2", "orders", "IPv4", "http:8080").metadata().key());
		assertThat(healths()).containsExactly("a DOWN");
		slices().remove(slice("orders-1", "orders", "IPv4", "http:8080").metadata().key());
		assertThat(this.content.services()).isEmpty();
	}

	@Test
	void keepsTheInstancesOfSlicesThatStayAsTheyAre() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		slices().put(slice("orders-2", "orders", "IPv4", "http:8080", endpoint("b", "{}")));
		List<Instance> before = this.content.instances(ORDERS);
		slices().put(slice("orders-2", "orders", "IPv4", "http:8080", endpoint("b", "{}"), endpoint("c", "{}")));
		List<Instance> after = this.content.instances(ORDERS);
		assertThat(after).hasSize(3);
		assertThat(after.stream()
			.filter((now) -> before.stream().anyMatch((then) -> then == now))
			.map((now) -> now.getMetadata().get("kubernetes.pod"))).containsExactly("a");
	}

	@Test
	void makesThemAnewWhereAnotherSliceMattersToThem() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080",
				endpoint("a", "{\"ready\":false,\"serving\":true,\"terminating\":true}")));
		slices().put(slice("orders-2", "orders", "IPv4", "http:8080", endpoint("b", "{\"ready\":true}")));
		assertThat(healths()).containsExactly("a OUT_OF_SERVICE", "b UP");
		slices().put(slice("orders-2", "orders", "IPv4", "http:8080", endpoint("b", "{\"ready\":false}")));
		assertThat(healths()).containsExactly("a UP", "b DOWN");
	}

	@Test
	void countsWhatIsLeftOutAsOftenAsItIsListed() {
		slices()
			.put(slice("orders-1", "orders", "IPv4", "http:8080", "{\"addresses\":[\"a@b\"]}", endpoint("a", "{}")));
		assertThat(healths()).containsExactly("a UP");
		assertThat(healths()).containsExactly("a UP");
		assertThat(this.exchanges.dropped()).containsExactly("invalid", "invalid");
	}

	@Test
	void doubtsWhatIsNotSignedAsOftenAsItIsListed() {
		BackendRuntime auditing = new BackendRuntime("kubernetes", this.time, this.time, Randomness.seeded(1),
				this.exchanges, TestTrust.signing(Mode.AUDIT, Duration.ofHours(1), this.time));
		this.content = new SliceContent(auditing, TestSettings.of("shop").build(), "shop");
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		assertThat(healths()).containsExactly("a UP");
		assertThat(healths()).containsExactly("a UP");
		assertThat(this.exchanges.doubted()).containsExactly("unsigned", "unsigned");
	}

	@Test
	void movesASliceFromOneServiceToAnother() {
		slices().put(slice("x", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		assertThat(slices().put(slice("x", "payments", "IPv4", "http:8080", endpoint("a", "{}"))))
			.containsExactlyInAnyOrder(ORDERS, new ServiceName("payments", "shop"));
		assertThat(this.content.services()).containsExactly(new ServiceName("payments", "shop"));
	}

	@Test
	void leavesSlicesWithoutAServiceAlone() {
		assertThat(slices().put(slice("x", "", "IPv4", "http:8080", endpoint("a", "{}")))).isEmpty();
		assertThat(this.exchanges.dropped()).containsExactly("orphaned");
	}

	@Test
	void prefersOneKindOfAddress() {
		EndpointSlice four = slice("four", "orders", "IPv4", "http:8080", endpoint("a", "{}"));
		EndpointSlice six = slice("six", "orders", "IPv6", "http:8080",
				endpoint("a", "{}").replace("10.0.0.97", "2001:db8::1"));
		slices().replaceAll(List.of(six, four));
		assertThat(only().getHost()).isEqualTo("10.0.0.97");
		this.content = content(TestSettings.of("shop").addressType(AddressType.IPV6).build());
		slices().replaceAll(List.of(four, six));
		assertThat(only().getHost()).isEqualTo("[2001:db8::1]");
		slices().remove(six.metadata().key());
		assertThat(only().getHost()).isEqualTo("10.0.0.97");
	}

	@Test
	void takesOnlyThePreferredKindWhereNobodyKnowsThePod() {
		slices().put(slice("six", "orders", "IPv6", "http:8080", "{\"addresses\":[\"2001:db8::1\"]}"));
		slices().put(slice("four", "orders", "IPv4", "http:8080", "{\"addresses\":[\"10.0.0.1\"]}"));
		assertThat(only().getHost()).isEqualTo("10.0.0.1");
	}

	@Test
	void callsNamesToo() {
		slices().put(slice("fqdn", "orders", "FQDN", "https:443", "{\"addresses\":[\"orders.example.com\"]}"));
		assertThat(only().getUri()).hasToString("https://orders.example.com:443");
	}

	@Test
	void dropsABadAddressAndKeepsTheOthers() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", "{\"addresses\":[\"a@b\"]}", "{\"addresses\":[]}",
				endpoint("a", "{}")));
		assertThat(healths()).containsExactly("a UP");
		assertThat(this.exchanges.dropped()).containsExactly("invalid");
	}

	@Test
	void saysWhereThePortIsNotClearButNotOfAServiceWithoutEndpoints() {
		slices().put(slice("orders-1", "orders", "IPv4", "web:8080,admin:9090", endpoint("a", "{}")));
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> this.content.instances(ORDERS))
			.withMessageContaining("admin (9090), web (8080)");
		slices().put(slice("orders-1", "orders", "IPv4", "web:8080,admin:9090"));
		assertThat(this.content.instances(ORDERS)).isEmpty();
	}

	/**
	 * While a port is renamed, Kubernetes lists the pods that lack it in slices of their
	 * own.
	 */
	@Test
	void leavesThoseWithoutThePortOutAndKeepsTheOthers() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		slices().put(slice("orders-2", "orders", "IPv4", "", endpoint("b", "{}"), endpoint("c", "{}")));
		assertThat(healths()).containsExactly("a UP");
		assertThat(this.exchanges.dropped()).containsExactly("portless", "portless");
		this.content = content(TestSettings.of("shop").portName("admin").build());
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080,admin:9090", endpoint("a", "{}")));
		slices().put(slice("orders-2", "orders", "IPv4", "http:8080", endpoint("b", "{}")));
		assertThat(only().getPort()).isEqualTo(9090);
	}

	@Test
	void doesNotCallAnotherPortOfThoseWithoutTheRightOne() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080,metrics:9000", endpoint("a", "{}")));
		slices().put(slice("orders-2", "orders", "IPv4", "metrics:9000", endpoint("b", "{}")));
		assertThat(healths()).containsExactly("a UP");
		slices().put(slice("orders-1", "orders", "IPv4", "metrics:9000", endpoint("a", "{}")));
		assertThat(healths()).containsExactly("a UP", "b UP");
	}

	@Test
	void callsEachSliceAtItsOwnNumberOfThePort() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		slices().put(slice("orders-2", "orders", "IPv4", "http:8081", endpoint("b", "{}")));
		assertThat(this.content.instances(ORDERS)).extracting(Instance::getPort).containsExactlyInAnyOrder(8080, 8081);
	}

	@Test
	void callsThoseWhoServeToTheEndWhereOnlyThoseWithoutThePortAreReady() {
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080",
				endpoint("a", "{\"ready\":false,\"serving\":true,\"terminating\":true}")));
		slices().put(slice("orders-2", "orders", "IPv4", "", endpoint("b", "{}")));
		assertThat(healths()).containsExactly("a UP");
	}

	@Test
	void callsAHeadlessServiceWithoutPortsAtTheConfiguredOne() {
		this.content = content(
				TestSettings.of("shop").services(Map.of(ORDERS, new ServiceSettings(null, 7000, null))).build());
		slices().put(slice("orders-1", "orders", "IPv4", "", endpoint("a", "{}")));
		assertThat(only().getPort()).isEqualTo(7000);
	}

	@Test
	void addsWhatTheServiceSaysOfItself() {
		this.content = content(TestSettings.of("shop").extras(new Extras(true, true, false)).build());
		slices().put(slice("orders-1", "orders", "IPv4", "http:8080", endpoint("a", "{}")));
		assertThat(services().put(service("""
				{"metadata":{"name":"orders","namespace":"shop","labels":{"version":"2","tier":"x"},
				"annotations":{"tier":"y","weight":"3"}},"spec":{"type":"ClusterIP"}}"""))).containsExactly(ORDERS);
		assertThat(only().getMetadata()).containsEntry("version", "2")
			.containsEntry("tier", "y")
			.containsEntry("weight", "3");
		services().remove(new ServiceName("orders", "shop"));
		assertThat(only().getMetadata()).doesNotContainKey("version");
	}

	@Test
	void findsServicesThatStandForNamesOutsideWhereAskedFor() {
		String external = """
				{"metadata":{"name":"orders","namespace":"shop"},
				"spec":{"type":"ExternalName","externalName":"orders.example.com","ports":[{"name":"https","port":8443}]}}""";
		this.content = content(TestSettings.of("shop").extras(new Extras(false, false, true)).build());
		services().put(service(external));
		assertThat(this.content.services()).containsExactly(ORDERS);
		assertThat(only().getUri()).hasToString("https://orders.example.com:8443");
		this.content = content(TestSettings.of("shop").extras(new Extras(true, false, false)).build());
		services().put(service(external));
		assertThat(this.content.services()).isEmpty();
	}

	@Test
	void readsNoServicesWhereNothingOfThemIsWanted() {
		assertThat(this.content.tables()).hasSize(1);
	}

	@SuppressWarnings("unchecked")
	private Table<EndpointSlice> slices() {
		return (Table<EndpointSlice>) this.content.tables().get(0);
	}

	@SuppressWarnings("unchecked")
	private Table<ServiceObject> services() {
		return (Table<ServiceObject>) this.content.tables().get(1);
	}

	private Instance only() {
		List<Instance> instances = snapshot();
		assertThat(instances).hasSize(1);
		return instances.get(0);
	}

	private List<String> healths() {
		return snapshot().stream()
			.map((instance) -> instance.getMetadata().get("kubernetes.pod") + " " + instance.getHealth())
			.sorted()
			.toList();
	}

	/** What becomes of the instances, each id once. */
	private List<Instance> snapshot() {
		return ServiceSnapshot.of("orders", this.content.instances(ORDERS)).instances();
	}

	private static String endpoint(String pod, String conditions) {
		return "{\"addresses\":[\"10.0.0." + (int) pod.charAt(0) + "\"],\"conditions\":" + conditions
				+ ",\"targetRef\":{\"kind\":\"Pod\",\"name\":\"" + pod + "\",\"uid\":\"u-" + pod + "\"}}";
	}

	private static ServiceObject service(String json) {
		return read(json, ServiceObject.class);
	}

	private static EndpointSlice slice(String name, @Nullable String service, String type, String ports,
			String... endpoints) {
		List<String> all = new ArrayList<>();
		for (String port : ports.split(",")) {
			String[] parts = port.split(":");
			if (parts.length == 2) {
				all.add("{\"name\":\"" + parts[0] + "\",\"port\":" + parts[1] + ",\"protocol\":\"TCP\"}");
			}
		}
		return read("{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"labels\":{"
				+ "\"kubernetes.io/service-name\":\"" + service + "\"}},\"addressType\":\"" + type + "\",\"ports\":["
				+ String.join(",", all) + "],\"endpoints\":[" + String.join(",", endpoints) + "]}",
				EndpointSlice.class);
	}

	private static <T> T read(String json, Class<T> type) {
		return RegistryJson.convert(new JsonMapper().readTree(json), type);
	}

}
