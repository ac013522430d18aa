package dev.discovery.backend.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.KubeApi;
import dev.discovery.testkit.KubeSlice;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of reading, over whatever runs a real API server. An instance is a slice
 * with one endpoint without a pod, whose id is that of its address; its version is a
 * label of its service.
 */
abstract class KubernetesBackendContract extends ServiceBackendContractTests {

	private static final String NAMESPACE = "contract";

	private KubernetesSide side;

	abstract KubeApi api();

	abstract TcpProxy proxy();

	/**
	 * By way of the proxy.
	 */
	abstract KubernetesSide open(TestSettings settings);

	@Override
	protected ServiceBackend open() {
		proxy().up();
		api().namespace(NAMESPACE);
		api().deleteAll(NAMESPACE);
		this.side = open(TestSettings.of(NAMESPACE).extras(new Extras(true, false, false)));
		return this.side.backend;
	}

	@AfterEach
	void closeSide() {
		this.side.close();
	}

	@Override
	protected void put(Instance instance) {
		Map<String, String> labels = instance.getMetadata()
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals(Instance.ZONE))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		if (!labels.isEmpty()) {
			api().apply("""
					{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: contract, labels: {%s}},
					spec: {ports: [{port: 80, protocol: TCP}]}}""".formatted(instance.getServiceId(),
					labels.entrySet()
						.stream()
						.map((entry) -> entry.getKey() + ": '" + entry.getValue() + "'")
						.collect(Collectors.joining(", "))));
		}
		Map<String, Object> endpoint = new HashMap<>(Map.of("addresses", List.of(instance.getHost()), "conditions",
				Map.of("ready", instance.getHealth() == Health.UP), "targetRef",
				Map.of("uid", instance.getInstanceId())));
		if (instance.getLocality().zone() != null) {
			endpoint.put("zone", instance.getLocality().zone());
		}
		api().apply(slice(instance).port(instance.getScheme(), instance.getPort()).endpoint(endpoint));
	}

	@Override
	protected void remove(Instance instance) {
		api().delete(slice(instance));
	}

	private static KubeSlice slice(Instance instance) {
		return KubeSlice.of(NAMESPACE, instance.getInstanceId(), instance.getServiceId());
	}

	@Override
	protected void breakRegistry() {
		proxy().down();
	}

	@Override
	protected void mendRegistry() {
		proxy().up();
	}

}
