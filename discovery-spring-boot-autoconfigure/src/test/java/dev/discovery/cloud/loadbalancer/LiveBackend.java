package dev.discovery.cloud.loadbalancer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;

import org.springframework.cloud.client.ServiceInstance;

/**
 * A backend that answers at once with what the test put there, and never about the
 * service {@code silent}.
 */
final class LiveBackend implements ServiceBackend {

	static final String SILENT = "silent";

	private final Map<String, List<Instance>> services = new ConcurrentHashMap<>();

	private final Map<String, List<WatchListener>> listeners = new ConcurrentHashMap<>();

	LiveBackend with(String serviceId, int... ports) {
		put(serviceId,
				Arrays.stream(ports)
					.mapToObj((port) -> Instance.builder(serviceId, "localhost", port).build())
					.toArray(Instance[]::new));
		return this;
	}

	void put(String serviceId, Instance... instances) {
		this.services.put(serviceId, List.of(instances));
		listeners(serviceId).forEach((listener) -> listener.onSnapshot(snapshot(serviceId)));
	}

	/**
	 * Whether the instance is the one that was put there last.
	 */
	boolean isLast(ServiceInstance instance) {
		List<Instance> all = this.services.getOrDefault(instance.getServiceId(), List.of());
		return instance.equals(all.get(all.size() - 1));
	}

	private List<WatchListener> listeners(String serviceId) {
		return this.listeners.computeIfAbsent(serviceId, (id) -> new CopyOnWriteArrayList<>());
	}

	private ServiceSnapshot snapshot(String serviceId) {
		return ServiceSnapshot.of(serviceId, this.services.getOrDefault(serviceId, List.of()));
	}

	@Override
	public String name() {
		return "live";
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		listeners(serviceId).add(listener);
		if (!serviceId.equals(SILENT)) {
			listener.onSnapshot(snapshot(serviceId));
		}
		return () -> listeners(serviceId).remove(listener);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		listener.onNames(Set.copyOf(this.services.keySet()));
		return () -> {
		};
	}

	@Override
	public void close() {
		this.listeners.clear();
	}

}
