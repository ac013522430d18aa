package dev.discovery.backend.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.backend.kubernetes.Content.Table;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.HostileEntries;
import dev.discovery.time.Randomness;
import tools.jackson.databind.json.JsonMapper;

/**
 * Endpoints, whose metadata are the annotations of their service.
 */
class SliceHostileEntriesTests extends HostileEntries {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

	private final VirtualTime time = new VirtualTime();

	/**
	 * Two services, since the annotations of one are those of all its endpoints.
	 */
	@Override
	protected Result read(Entry entry) {
		Exchanges exchanges = new Exchanges();
		SliceContent content = new SliceContent(
				new BackendRuntime("kubernetes", this.time, this.time, Randomness.seeded(1), exchanges),
				TestSettings.of("shop").extras(new Extras(false, true, false)).build(), "shop");
		put(content, "orders", entry);
		put(content, "other", Entry.GOOD);
		List<Instance> all = new ArrayList<>(content.instances(ORDERS));
		all.addAll(content.instances(new ServiceName("other", "shop")));
		return new Result(all, exchanges.dropped());
	}

	@SuppressWarnings("unchecked")
	private static void put(SliceContent content, String service, Entry entry) {
		Map<String, Object> meta = Map.of("name", service + "-1", "namespace", "shop", "labels",
				Map.of("kubernetes.io/service-name", service));
		String type = (entry.host().indexOf(':') >= 0) ? "IPv6" : "IPv4";
		Map<String, Object> slice = Map.of("metadata", meta, "addressType", type, "ports",
				List.of(Map.of("name", "http", "port", entry.port())), "endpoints", List.of(Map.of("addresses",
						List.of(entry.host()), "targetRef", Map.of("kind", "Pod", "name", entry.id(), "uid", "u"))));
		((Table<EndpointSlice>) content.tables().get(0)).put(convert(slice, EndpointSlice.class));
		Map<String, Object> object = Map.of("metadata",
				Map.of("name", service, "namespace", "shop", "annotations", entry.metadata()));
		((Table<ServiceObject>) content.tables().get(1)).put(convert(object, ServiceObject.class));
	}

	private static <T> T convert(Map<String, Object> json, Class<T> type) {
		return RegistryJson.convert(new JsonMapper().readTree(RegistryJson.write(json)), type);
	}

}
