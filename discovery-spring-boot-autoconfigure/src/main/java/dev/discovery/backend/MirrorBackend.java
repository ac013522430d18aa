package dev.discovery.backend;

import java.util.Set;
import java.util.function.UnaryOperator;

import dev.discovery.model.ServiceSnapshot;

/**
 * A backend that holds a copy of the whole registry while somebody watches: all of a
 * {@link ServiceBackend} over a {@link MirrorSource}.
 * <p>
 * Before the mirror is complete a watch hears of nothing but errors; one that is opened
 * later is answered at once. Safe for use by several threads. Callbacks run on the thread
 * that feeds the mirror, on the one that opens a watch, or on the scheduler's.
 */
public class MirrorBackend implements ServiceBackend {

	private static final String ALL = "";

	private final String name;

	private final Mirror mirror;

	private final Publications<ServiceSnapshot> services;

	private final Publications<Set<String>> names;

	private final UnaryOperator<String> key;

	/**
	 * Creates the backend; it takes no step before the first watch.
	 * @param runtime what it runs on
	 * @param source takes the steps
	 * @param key what makes two service ids the same: the identity, or for a registry
	 * that doesn't care, their lower case
	 */
	public MirrorBackend(BackendRuntime runtime, MirrorSource source, UnaryOperator<String> key) {
		this.name = runtime.name();
		this.key = key;
		this.mirror = new Mirror(runtime, source, key);
		this.services = new Publications<>(ServiceSnapshot::keeping, this.mirror::serviceFeed);
		this.names = new Publications<>(Publications::keepingNames,
				(all, publication) -> this.mirror.namesFeed(publication));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		return this.services.follow(this.key.apply(serviceId), Subscribers.of(listener,
				(snapshot) -> snapshot.serviceId().equals(serviceId) ? snapshot : named(serviceId, snapshot)));
	}

	/**
	 * Who asked for one spelling of a name is answered in that spelling.
	 */
	private static ServiceSnapshot named(String serviceId, ServiceSnapshot snapshot) {
		return ServiceSnapshot.of(serviceId, snapshot.instances());
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.names.follow(ALL, Subscribers.of(listener));
	}

	@Override
	public void close() {
		this.services.close();
		this.names.close();
	}

}
