package dev.discovery.directory;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The local copy of the registry: the last good snapshot of every service that somebody
 * asked for, kept up to date by watches.
 * <p>
 * A lookup is a memory read: it takes no lock, allocates nothing and never waits for the
 * network, except for the very first one of a service. Safe for use by several threads.
 * After {@link #close()} what is known can still be read.
 */
public final class ServiceDirectory implements AutoCloseable {

	private final EntryTable entries;

	private final List<DirectoryListener> listeners = new CopyOnWriteArrayList<>();

	private final ServiceBackend backend;

	private final Lookups lookups;

	private final DirectoryRuntime runtime;

	private final ServiceNames names;

	private volatile @Nullable Thread listenerThread;

	/**
	 * Creates an empty directory that keeps no copy on disk.
	 * @param backend where the truth comes from; not closed by the directory
	 * @param settings how to behave
	 * @param ticker tells the time
	 * @param scheduler runs what happens later
	 * @param observer hears what happens
	 */
	public ServiceDirectory(ServiceBackend backend, DirectorySettings settings, Ticker ticker, Scheduler scheduler,
			DirectoryObserver observer) {
		this(backend, settings, ticker, scheduler, observer, SnapshotStore.NONE);
	}

	/**
	 * Creates an empty directory.
	 * @param backend where the truth comes from; not closed by the directory
	 * @param settings how to behave
	 * @param ticker tells the time
	 * @param scheduler runs what happens later
	 * @param observer hears what happens
	 * @param store keeps a copy for the next start; not closed by the directory
	 */
	public ServiceDirectory(ServiceBackend backend, DirectorySettings settings, Ticker ticker, Scheduler scheduler,
			DirectoryObserver observer, SnapshotStore store) {
		this.backend = backend;
		this.runtime = new DirectoryRuntime(settings, ticker, scheduler, observer, store);
		this.names = new ServiceNames(backend, this.runtime,
				() -> this.listeners.forEach(DirectoryListener::onNamesChange));
		this.entries = new EntryTable(settings, ticker, scheduler, this.names::save);
		this.lookups = new Lookups(this.entries, settings.firstReadTimeout(), ticker);
	}

	/**
	 * The name of the backend that this directory follows.
	 * @return its name
	 */
	public String backendName() {
		return this.backend.name();
	}

	/**
	 * What is known about a service, waiting for the first answer where there was none
	 * yet, at most the first-read timeout.
	 * @param serviceId the service
	 * @return the snapshot, empty if the registry knows no instance
	 * @throws NoAnswerException if the registry has never answered, or what it said is
	 * too old
	 */
	public ServiceSnapshot lookup(String serviceId) {
		ServiceEntry entry = this.entries.get(serviceId);
		if (entry != null) {
			ServiceSnapshot known = entry.current();
			if (known != null) {
				recordHit(entry);
				return known;
			}
		}
		return this.lookups.waitFor(entry(serviceId));
	}

	/**
	 * Marks an entry as used and counts a lookup that was answered from memory, for those
	 * who keep something derived from its snapshot.
	 * @param entry an entry that has been answered
	 */
	public void recordHit(ServiceEntry entry) {
		touch(entry);
		this.lookups.recordHit(entry);
	}

	/**
	 * What {@link #lookup(String)} returns, without blocking the caller.
	 * @param serviceId the service
	 * @return the snapshot, or a {@link NoAnswerException}
	 */
	public CompletionStage<ServiceSnapshot> lookupAsync(String serviceId) {
		ServiceEntry entry = entry(serviceId);
		ServiceSnapshot known = entry.current();
		if (known == null) {
			return this.lookups.waitAsync(entry);
		}
		this.lookups.recordHit(entry);
		return CompletableFuture.completedFuture(known);
	}

	/**
	 * What is known about a service now; neither waits nor begins to follow it.
	 * @param serviceId the service
	 * @return the snapshot, or null if nothing is known
	 */
	public @Nullable ServiceSnapshot current(String serviceId) {
		ServiceEntry entry = this.entries.get(serviceId);
		return (entry != null) ? entry.current() : null;
	}

	/**
	 * The entry of a service, which is followed from now on.
	 * @param serviceId the service
	 * @return its entry, possibly before its first answer
	 * @throws dev.discovery.model.InvalidInstanceException if no service can be called
	 * that
	 */
	public ServiceEntry entry(String serviceId) {
		ServiceEntry entry = this.entries.getOrCreate(serviceId,
				(id) -> new ServiceEntry(ServiceNames.require(id), this.runtime, this::contentChanged));
		touch(entry);
		return entry.started(this.backend);
	}

	private void contentChanged(@Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		this.listeners.forEach((listener) -> listener.onChange(previous, current));
	}

	/**
	 * All services that are followed at the moment.
	 * @return their entries, in the order of their names
	 */
	public Collection<ServiceEntry> entries() {
		return this.entries.all().stream().sorted(Comparator.comparing(ServiceEntry::serviceId)).toList();
	}

	/**
	 * Follows a service and hears of each change, until the subscription is closed.
	 * @param serviceId the service
	 * @param listener told of what is known now, if anything is, and of each change
	 * @return a handle that ends it
	 */
	public Subscription listen(String serviceId, SnapshotListener listener) {
		ServiceEntry entry = entry(serviceId);
		Subscription pin = entry.usage().pin();
		if (pin == null) {
			// retired at this moment, so there is room for a new one
			return listen(serviceId, listener);
		}
		Subscription attached = entry.attach(listener);
		return () -> {
			attached.close();
			pin.close();
		};
	}

	/**
	 * Begins to follow services before anybody asks for them, for good.
	 * @param serviceIds the services
	 */
	public void prewarm(Collection<String> serviceIds) {
		serviceIds.forEach((serviceId) -> listen(serviceId, (previous, current) -> {
		}));
	}

	/**
	 * The names of all services that have instances, waiting at most the first-read
	 * timeout for the first answer. They are watched from the first call on.
	 * @return an immutable set in alphabetical order
	 * @throws NoAnswerException if the registry has never answered
	 */
	public Set<String> names() {
		return this.names.started().await(this.lookups.patience());
	}

	/**
	 * Keeps threads that must not block, such as event loops, from waiting for a first
	 * answer: they get a {@link NoAnswerException} instead.
	 * @param mayWait whether the current thread may wait
	 */
	public void waitOnlyIf(BooleanSupplier mayWait) {
		this.lookups.waitOnlyIf(mayWait);
	}

	/**
	 * What {@link #names()} returns, without blocking the caller.
	 * @return the names, or a {@link NoAnswerException}
	 */
	public CompletionStage<Set<String>> namesAsync() {
		return this.names.started().first(this.lookups.firstReadTimeout());
	}

	/**
	 * Hears of changes of content, of whatever service is followed. A first answer is no
	 * change, unless somebody had asked for it in vain.
	 * @param listener called on the thread that brought the change
	 * @return a handle that ends it
	 */
	public Subscription listen(DirectoryListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Services looked up by this thread are followed for good: it belongs to somebody who
	 * looks only when told of a change, so the next change must not go unnoticed.
	 * @param thread the thread on which changes are announced
	 */
	public void keepWhatIsReadBy(@Nullable Thread thread) {
		this.listenerThread = thread;
	}

	private void touch(ServiceEntry entry) {
		entry.touch();
		if (this.listenerThread != null && Thread.currentThread() == this.listenerThread && !entry.usage().isPinned()) {
			entry.usage().pin();
		}
	}

	/**
	 * Closes all watches. What is known can still be read.
	 */
	@Override
	public void close() {
		this.names.close();
		this.entries.close();
	}

}
