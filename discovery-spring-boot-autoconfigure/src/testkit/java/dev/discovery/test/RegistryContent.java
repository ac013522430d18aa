package dev.discovery.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Watch;
import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TestRegistry} knows, and how it answers. Safe for use by several threads;
 * listeners are called one at a time under no lock.
 */
final class RegistryContent {

	private final Map<String, Map<String, Entry>> services = new TreeMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final SerialExecutor notifications = new SerialExecutor();

	private volatile @Nullable BackendException failure;

	private volatile Duration latency = Duration.ZERO;

	/**
	 * What every question is answered with, or null while it answers.
	 */
	@Nullable BackendException failure() {
		return this.failure;
	}

	void failWith(@Nullable BackendException cause) {
		this.failure = cause;
		tell(Set.of());
	}

	/**
	 * How long an answer takes.
	 */
	Duration latency() {
		return this.latency;
	}

	void answerAfter(Duration time) {
		this.latency = time;
	}

	/**
	 * Adds an instance, or replaces the one that has its id.
	 * @param registered whether an application did it, and not the script
	 */
	void put(Instance instance, boolean registered) {
		synchronized (this.services) {
			this.services.computeIfAbsent(instance.getServiceId(), (id) -> new TreeMap<>())
				.put(instance.getInstanceId(), new Entry(instance, registered));
		}
		tell(Set.of(instance.getServiceId()));
	}

	@Nullable Entry find(Instance instance) {
		synchronized (this.services) {
			return this.services.getOrDefault(instance.getServiceId(), Map.of()).get(instance.getInstanceId());
		}
	}

	void remove(Instance instance) {
		synchronized (this.services) {
			Map<String, Entry> service = this.services.get(instance.getServiceId());
			if (service == null || service.remove(instance.getInstanceId()) == null) {
				return;
			}
			this.services.values().removeIf(Map::isEmpty);
		}
		tell(Set.of(instance.getServiceId()));
	}

	void clear() {
		Set<String> names;
		synchronized (this.services) {
			names = new LinkedHashSet<>(this.services.keySet());
			this.services.clear();
		}
		if (!names.isEmpty()) {
			tell(names);
		}
	}

	Map<String, List<Instance>> services() {
		Map<String, List<Instance>> all = new TreeMap<>();
		synchronized (this.services) {
			this.services.keySet().forEach((serviceId) -> all.put(serviceId, instances(serviceId)));
		}
		return all;
	}

	List<Instance> instances(String serviceId) {
		synchronized (this.services) {
			return this.services.getOrDefault(serviceId, Map.of()).values().stream().map(Entry::instance).toList();
		}
	}

	/**
	 * What applications have registered, or what the script has added.
	 */
	List<Instance> instances(boolean registered) {
		List<Instance> instances = new ArrayList<>();
		synchronized (this.services) {
			this.services.values().forEach((service) -> service.values().forEach((entry) -> {
				if (entry.registered() == registered) {
					instances.add(entry.instance());
				}
			}));
		}
		return instances;
	}

	Watch listen(Listener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private void tell(Set<String> changed) {
		this.notifications.execute(() -> this.listeners.forEach((listener) -> listener.changed(changed)));
	}

	/**
	 * An instance and where it comes from.
	 */
	record Entry(Instance instance, boolean registered) {
	}

	/**
	 * Hears of changes.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * Something has changed.
		 * @param services the services whose instances did; empty if it is whether the
		 * registry answers
		 */
		void changed(Set<String> services);

	}

}
