package dev.discovery.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A listener of both kinds that remembers everything, in order, and notices when it is
 * called by two at once.
 */
public final class Recorder implements WatchListener, NamesListener {

	private final List<Object> events = new ArrayList<>();

	private final AtomicBoolean inside = new AtomicBoolean();

	private volatile boolean overlapped;

	private volatile long uses;

	@Override
	public void onSnapshot(ServiceSnapshot snapshot) {
		add(snapshot);
	}

	@Override
	public void onNames(Set<String> names) {
		add(names);
	}

	@Override
	public void onError(BackendException cause) {
		add(cause);
	}

	@Override
	public long uses() {
		return this.uses;
	}

	private void add(Object event) {
		this.overlapped |= !this.inside.compareAndSet(false, true);
		synchronized (this.events) {
			this.events.add(event);
		}
		Thread.yield();
		this.inside.set(false);
	}

	public Recorder used(long uses) {
		this.uses = uses;
		return this;
	}

	public boolean overlapped() {
		return this.overlapped;
	}

	public List<Object> events() {
		synchronized (this.events) {
			return List.copyOf(this.events);
		}
	}

	public List<ServiceSnapshot> snapshots() {
		return only(ServiceSnapshot.class);
	}

	public List<BackendException> errors() {
		return only(BackendException.class);
	}

	/**
	 * The ids of the instances of the last snapshot, null before the first.
	 */
	public @Nullable List<String> ids() {
		List<ServiceSnapshot> snapshots = snapshots();
		return snapshots.isEmpty() ? null
				: snapshots.get(snapshots.size() - 1).instances().stream().map(Instance::getInstanceId).toList();
	}

	/**
	 * The last names, null before the first.
	 */
	@SuppressWarnings("unchecked")
	public @Nullable Set<String> names() {
		List<Set<String>> names = (List<Set<String>>) (List<?>) only(Set.class);
		return names.isEmpty() ? null : names.get(names.size() - 1);
	}

	public @Nullable Object last() {
		List<Object> events = events();
		return events.isEmpty() ? null : events.get(events.size() - 1);
	}

	private <T> List<T> only(Class<T> type) {
		return events().stream().filter(type::isInstance).map(type::cast).toList();
	}

}
