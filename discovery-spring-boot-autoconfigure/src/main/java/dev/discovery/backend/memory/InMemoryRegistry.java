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
import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A registry inside the JVM, shared by all who acquire it under one name, with the
 * semantics of the real ones: leases that expire, health, static entries, and changes
 * that are pushed.
 * <p>
 * Has no thread and no clock: times are a ticker's nanoseconds, and whoever reads also
 * calls {@link #expire}. Safe for use by several threads; listeners are called one at a
 * time under no lock, so they may change the registry.
 */
public final class InMemoryRegistry {

	private static final Map<String, InMemoryRegistry> registries = new HashMap<>();

	private final String name;

	private final Object lock = new Object();

	private final LeaseTable leases = new LeaseTable();

	private final StaticEntries statics = new StaticEntries();

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
		this.available = available;
		tell(Set.of());
	}

	/**
	 * Whether it answers.
	 * @return false while it is switched off
	 */
	public boolean isAvailable() {
		return this.available;
	}

	/**
	 * Everything that is registered or configured.
	 * @return the instances by service id, a copy
	 */
	public Map<String, List<Instance>> services() {
		synchronized (this.lock) {
			Map<String, List<Instance>> all = new TreeMap<>();
			names().forEach((serviceId) -> all.put(serviceId, instances(serviceId)));
			return all;
		}
	}

	/**
	 * One service.
	 * @param serviceId the service
	 * @return its instances, a copy; empty if there are none
	 */
	public List<Instance> instances(String serviceId) {
		synchronized (this.lock) {
			List<Instance> instances = new ArrayList<>(registered(serviceId));
			instances.addAll(configured(serviceId));
			return instances;
		}
	}

	Set<String> names() {
		synchronized (this.lock) {
			Set<String> names = new TreeSet<>(this.leases.names());
			names.addAll(this.statics.names());
			return names;
		}
	}

	List<Instance> registered(String serviceId) {
		synchronized (this.lock) {
			return this.leases.instances(serviceId);
		}
	}

	List<Instance> configured(String serviceId) {
		synchronized (this.lock) {
			return this.statics.instances(serviceId);
		}
	}

	/**
	 * Registers an instance, or replaces what is registered under its id.
	 * @param instance the instance with its health
	 * @param now the time
	 * @param ttl how long it lives unless it is renewed
	 */
	public void put(Instance instance, long now, Duration ttl) {
		synchronized (this.lock) {
			this.leases.put(instance, now + ttl.toNanos());
		}
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
		Instance known;
		Instance renewed;
		synchronized (this.lock) {
			known = this.leases.find(instance, now);
			if (known == null) {
				return false;
			}
			renewed = known.withHealth(instance.getHealth());
			this.leases.put(renewed, now + ttl.toNanos());
		}
		if (renewed != known) {
			tell(Set.of(instance.getServiceId()));
		}
		return true;
	}

	/**
	 * Takes a registration away, if there is one.
	 * @param instance the instance; what counts is its id
	 */
	public void remove(Instance instance) {
		boolean known;
		synchronized (this.lock) {
			known = this.leases.remove(instance);
		}
		if (known) {
			tell(Set.of(instance.getServiceId()));
		}
	}

	/**
	 * Drops what has expired.
	 * @param now the time
	 * @return how long until something else may expire, or null if there is nothing
	 */
	@Nullable Duration expire(long now) {
		Set<String> changed;
		Duration next;
		synchronized (this.lock) {
			changed = this.leases.expire(now);
			next = this.leases.untilExpiry(now);
		}
		if (!changed.isEmpty()) {
			tell(changed);
		}
		return next;
	}

	/**
	 * Adds static entries, which never expire.
	 * @param owner whose they are
	 * @param services the instances by service id
	 */
	void putStatic(Object owner, Map<String, List<Instance>> services) {
		synchronized (this.lock) {
			this.statics.put(owner, services);
		}
		tell(services.keySet());
	}

	/**
	 * Takes away what the owner brought.
	 */
	void removeStatic(Object owner) {
		Set<String> changed;
		synchronized (this.lock) {
			changed = this.statics.remove(owner);
		}
		tell(changed);
	}

	/**
	 * Listens to changes.
	 */
	Watch listen(Listener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private void tell(Set<String> changed) {
		this.notifications.execute(() -> this.listeners.forEach((listener) -> listener.changed(changed)));
	}

	/**
	 * Hears that something has changed, and asks what.
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
