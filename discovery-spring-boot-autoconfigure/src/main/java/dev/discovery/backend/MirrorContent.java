package dev.discovery.backend;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror holds: the services that have instances. Not safe for use by several
 * threads.
 */
final class MirrorContent {

	private Map<String, ServiceSnapshot> services = new HashMap<>();

	private final Map<String, BackendException> failed = new HashMap<>();

	private @Nullable Set<String> names;

	void clear() {
		replaceAll(new HashMap<>(), Map.of());
	}

	/**
	 * Takes the first map over.
	 */
	void replaceAll(Map<String, ServiceSnapshot> services, Map<String, BackendException> failed) {
		this.services = services;
		this.failed.clear();
		this.failed.putAll(failed);
		this.names = null;
	}

	void fail(String key, BackendException cause) {
		this.failed.put(key, cause);
	}

	/**
	 * Why a service can't be understood, or null if it can.
	 */
	@Nullable BackendException failure(String key) {
		return this.failed.get(key);
	}

	void replace(String key, ServiceSnapshot snapshot) {
		this.failed.remove(key);
		boolean gone = snapshot.instances().isEmpty();
		ServiceSnapshot before = gone ? this.services.remove(key) : this.services.put(key, snapshot);
		boolean known = before != null;
		if (known == gone) {
			this.names = null;
		}
	}

	ServiceSnapshot snapshot(String key) {
		ServiceSnapshot known = this.services.get(key);
		return (known != null) ? known : ServiceSnapshot.of(key, List.of());
	}

	Set<String> names() {
		if (this.names == null) {
			Set<String> found = new TreeSet<>();
			this.services.values().forEach((snapshot) -> found.add(snapshot.serviceId()));
			this.names = Collections.unmodifiableSet(found);
		}
		return this.names;
	}

}
