package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.Watch;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A registry inside the JVM, shared by all who acquire it under one name, with the
 * semantics of the real ones: leases that expire, health, static entries, and changes
 * that are pushed.
 * <p>
 * Has no thread: whoever listens also drives expiry, by calling {@link #expire}. Times
 * are those of a ticker, in nanoseconds. Safe for use by several threads; listeners are
 * called one at a time under no lock, so they may change the registry.
 */
public final class InMemoryRegistry {

	private static final Map<String, InMemoryRegistry> registries = new HashMap<>();

	private final String name;

	private final Map<String, Map<String, Entry>> services = new TreeMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final SerialExecutor notifications = new SerialExecutor();

	private volatile boolean available = true;

	private int users;

	private InMemoryRegistry(String name) {
		this.name = name;
	}

	/**
	 * Joins the registry of that name, which begins empty with its first user and is
	 * forgotten with its last.
	 * @param name the name
	 * @return the registry, to be {@link #release() released} once
	 */
	public static InMemoryRegistry acquire(String name) {
		synchronized (registries) {
			InMemoryRegistry registry = registries.computeIfAbsent(name, InMemoryRegistry::new);
			registry.users++;
			return registry;
		}
	}

	/**
	 * Leaves the registry.
	 */
	public void release() {
		synchronized (registries) {
			this.users--;
			if (this.users == 0) {
				registries.remove(this.name, this);
			}
		}
	}

	/**
	 * Switches the registry off and on again, to see what its users do about an outage.
	 * What is registered stays, and expires.
	 * @param available whether it answers; true at first
	 */
	public void setAvailable(boolean available) {
		if (this.available != available) {
			this.available = available;
			tell(Set.of());
		}
	}

	/**
	 * Whether it answers.
	 * @return false while it is switched off
	 */
	public boolean isAvailable() {
		return this.available;
	}

	/**
	 * Everything that is registered and has not expired.
	 * @return the instances by service id, a copy
	 */
	public Map<String, List<Instance>> services() {
		Map<String, List<Instance>> all = new TreeMap<>();
		synchronized (this.services) {
			this.services.forEach((serviceId, entries) -> all.put(serviceId, instances(entries)));
		}
		return all;
	}

	/**
	 * One service.
	 * @param serviceId the service
	 * @return its instances, a copy; empty if there are none
	 */
	public List<Instance> instances(String serviceId) {
		synchronized (this.services) {
			return instances(this.services.getOrDefault(serviceId, Map.of()));
		}
	}

	private static List<Instance> instances(Map<String, Entry> entries) {
		return entries.values().stream().map(Entry::instance).toList();
	}

	/**
	 * Registers an instance, or replaces what is registered under its id.
	 * @param instance the instance with its health
	 * @param now the time
	 * @param ttl how long it lives unless it is renewed
	 */
	public void put(Instance instance, long now, Duration ttl) {
		store(instance.getInstanceId(), new Entry(instance, null, now + ttl.toNanos()));
		tell(Set.of(instance.getServiceId()));
	}

	/**
	 * Keeps a registration alive.
	 * @param instance the instance; what counts is its id and its health
	 * @param now the time
	 * @param ttl how long it lives from now on
	 * @return false if it isn't registered
	 */
	public boolean renew(Instance instance, long now, Duration ttl) {
		Health health = instance.getHealth();
		boolean changed;
		synchronized (this.services) {
			Entry known = this.services.getOrDefault(instance.getServiceId(), Map.of()).get(instance.getInstanceId());
			if (known == null || known.expired(now)) {
				return false;
			}
			changed = known.instance().getHealth() != health;
			store(instance.getInstanceId(),
					new Entry(known.instance().withHealth(health), null, now + ttl.toNanos()));
		}
		tell(changed ? Set.of(instance.getServiceId()) : Set.of());
		return true;
	}

	/**
	 * Takes a registration away, if there is one.
	 * @param instance the instance; what counts is its id
	 */
	public void remove(Instance instance) {
		drop(instance.getServiceId(), instance.getInstanceId());
		tell(Set.of(instance.getServiceId()));
	}

	/**
	 * Adds static entries. They neither expire nor meet a registration, whatever their
	 * ids: they carry ids of their own.
	 * @param owner whose they are
	 * @param entries the instances by service id
	 */
	void putStatic(Object owner, Map<String, List<Instance>> entries) {
		entries.forEach((serviceId, instances) -> instances.forEach((instance) -> {
			Instance entry = StaticEntries.entry(serviceId, instance);
			store(entry.getInstanceId() + "@" + System.identityHashCode(owner), new Entry(entry, owner, 0));
		}));
		tell(entries.keySet());
	}

	/**
	 * Takes away what the owner brought.
	 */
	void removeStatic(Object owner) {
		tell(dropIf((entry) -> entry.owner() == owner));
	}

	/**
	 * Drops what has expired.
	 * @param now the time
	 * @return how long until something else may expire, or null if there is nothing
	 */
	public @Nullable Duration expire(long now) {
		tell(dropIf((entry) -> entry.expired(now)));
		synchronized (this.services) {
			return this.services.values()
				.stream()
				.flatMap((entries) -> entries.values().stream())
				.filter((entry) -> entry.owner() == null)
				.map((entry) -> Duration.ofNanos(entry.expiresAt() - now))
				.min(Duration::compareTo)
				.orElse(null);
		}
	}

	private void store(String key, Entry entry) {
		synchronized (this.services) {
			this.services.computeIfAbsent(entry.instance().getServiceId(), (id) -> new TreeMap<>()).put(key, entry);
		}
	}

	private void drop(String serviceId, String key) {
		synchronized (this.services) {
			this.services.computeIfPresent(serviceId, (id, entries) -> {
				entries.remove(key);
				return entries.isEmpty() ? null : entries;
			});
		}
	}

	private Set<String> dropIf(java.util.function.Predicate<Entry> condition) {
		Set<String> changed = new TreeSet<>();
		synchronized (this.services) {
			for (Map.Entry<String, Map<String, Entry>> service : this.services.entrySet()) {
				if (service.getValue().values().removeIf(condition)) {
					changed.add(service.getKey());
				}
			}
			this.services.values().removeIf(Map::isEmpty);
		}
		return changed;
	}

	/**
	 * Listens to changes.
	 * @param listener told of each from now on
	 * @return a handle that ends it
	 */
	Watch listen(Listener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private void tell(Set<String> changed) {
		List<String> services = new ArrayList<>(changed);
		this.notifications.execute(() -> this.listeners.forEach((listener) -> listener.changed(services)));
	}

	/**
	 * Hears that something has changed, and asks what.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * Something has changed.
		 * @param services the services whose instances did; empty if it is only how long
		 * they live, or whether the registry answers
		 */
		void changed(List<String> services);

	}

	private record Entry(Instance instance, @Nullable Object owner, long expiresAt) {

		boolean expired(long now) {
			return this.owner == null && this.expiresAt - now <= 0;
		}

	}

}
