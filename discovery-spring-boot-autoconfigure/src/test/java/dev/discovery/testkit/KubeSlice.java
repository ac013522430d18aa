package dev.discovery.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An EndpointSlice as tests write it. Immutable; each method returns a changed copy.
 *
 * @param namespace its namespace
 * @param name its name
 * @param service the value of its label, or null for a slice without a service
 * @param addressType {@code IPv4}, {@code IPv6} or {@code FQDN}
 * @param ports as in the API
 * @param endpoints as in the API
 */
public record KubeSlice(String namespace, String name, @Nullable String service, String addressType,
		List<Map<String, Object>> ports, List<Map<String, Object>> endpoints) {

	private static final JsonMapper json = new JsonMapper();

	/**
	 * An IPv4 slice without ports and endpoints.
	 */
	public static KubeSlice of(String namespace, String name, @Nullable String service) {
		return new KubeSlice(namespace, name, service, "IPv4", List.of(), List.of());
	}

	/**
	 * Has addresses of another type.
	 */
	public KubeSlice addressType(String type) {
		return new KubeSlice(this.namespace, this.name, this.service, type, this.ports, this.endpoints);
	}

	/**
	 * Has one more TCP port.
	 * @param name its name, or null for none
	 */
	public KubeSlice port(@Nullable String name, int port) {
		Map<String, Object> entry = new LinkedHashMap<>();
		if (name != null) {
			entry.put("name", name);
		}
		entry.put("port", port);
		entry.put("protocol", "TCP");
		return port(entry);
	}

	/**
	 * Has one more port.
	 * @param port as in the API
	 */
	public KubeSlice port(Map<String, Object> port) {
		return new KubeSlice(this.namespace, this.name, this.service, this.addressType, plus(this.ports, port),
				this.endpoints);
	}

	/**
	 * Has one more endpoint for each address, which is ready.
	 */
	public KubeSlice ready(String... addresses) {
		return Arrays.stream(addresses)
			.reduce(this,
					(slice, address) -> slice
						.endpoint(Map.of("addresses", List.of(address), "conditions", Map.of("ready", true))),
					(one, other) -> other);
	}

	/**
	 * Has one more endpoint.
	 * @param endpoint as in the API
	 */
	public KubeSlice endpoint(Map<String, Object> endpoint) {
		return new KubeSlice(this.namespace, this.name, this.service, this.addressType, this.ports,
				plus(this.endpoints, endpoint));
	}

	private static <T> List<T> plus(List<T> list, T element) {
		List<T> longer = new ArrayList<>(list);
		longer.add(element);
		return List.copyOf(longer);
	}

	/**
	 * As the API has it.
	 */
	public String json() {
		Map<String, Object> labels = (this.service != null) ? Map.of("kubernetes.io/service-name", this.service)
				: Map.of();
		return json.writeValueAsString(Map.of("apiVersion", "discovery.k8s.io/v1", "kind", "EndpointSlice", "metadata",
				Map.of("name", this.name, "namespace", this.namespace, "labels", labels), "addressType",
				this.addressType, "ports", this.ports, "endpoints", this.endpoints));
	}

}
