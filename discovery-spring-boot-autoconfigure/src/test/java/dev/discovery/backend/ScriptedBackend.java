package dev.discovery.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;

/**
 * A backend that says what the test tells it to, when the test tells it to.
 */
public final class ScriptedBackend implements ServiceBackend {

	private final Map<String, List<WatchListener>> listeners = new HashMap<>();

	private final List<NamesListener> namesListeners = new ArrayList<>();

	private final Set<String> opened = new LinkedHashSet<>();

	private boolean silent = true;

	private int opens;

	/**
	 * Answers every new watch at once with an empty list.
	 */
	public ScriptedBackend answeringEmpty() {
		this.silent = false;
		return this;
	}

	public void answer(String serviceId, Instance... instances) {
		answer(ServiceSnapshot.of(serviceId, List.of(instances)));
	}

	public void answer(ServiceSnapshot snapshot) {
		List.copyOf(this.listeners.getOrDefault(snapshot.serviceId(), List.of()))
			.forEach((listener) -> listener.onSnapshot(snapshot));
	}

	public void fail(String serviceId) {
		List.copyOf(this.listeners.getOrDefault(serviceId, List.of()))
			.forEach((listener) -> listener.onError(outage()));
	}

	public void answerNames(String... names) {
		List.copyOf(this.namesListeners).forEach((listener) -> listener.onNames(Set.of(names)));
	}

	public void failNames() {
		List.copyOf(this.namesListeners).forEach((listener) -> listener.onError(outage()));
	}

	public static BackendException outage() {
		return new BackendException(BackendException.Kind.UNREACHABLE, "connection refused");
	}

	public Set<String> watched() {
		return this.opened;
	}

	public int opens() {
		return this.opens;
	}

	public static Instance instance(String serviceId, int port) {
		return Instance.builder(serviceId, "localhost", port).build();
	}

	/**
	 * Instances on the ports from one to another, both included.
	 */
	public static Instance[] instances(String serviceId, int first, int last) {
		return IntStream.rangeClosed(first, last)
			.mapToObj((port) -> instance(serviceId, port))
			.toArray(Instance[]::new);
	}

	@Override
	public String name() {
		return "scripted";
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		this.opens++;
		this.opened.add(serviceId);
		this.listeners.computeIfAbsent(serviceId, (id) -> new ArrayList<>()).add(listener);
		if (!this.silent) {
			listener.onSnapshot(ServiceSnapshot.of(serviceId, List.of()));
		}
		return () -> {
			this.listeners.getOrDefault(serviceId, new ArrayList<>()).remove(listener);
			this.opened.remove(serviceId);
		};
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		this.namesListeners.add(listener);
		return () -> this.namesListeners.remove(listener);
	}

	@Override
	public void close() {
		this.listeners.clear();
		this.namesListeners.clear();
		this.opened.clear();
	}

}
