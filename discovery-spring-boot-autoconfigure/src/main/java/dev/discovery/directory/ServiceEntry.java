package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one service: the last good snapshot, fed by a watch.
 * <p>
 * An error never empties it: the snapshot stays and is marked {@link Provenance#STALE},
 * for ever unless its age is bounded. Safe for use by several threads; reading takes no
 * lock and allocates nothing.
 */
public final class ServiceEntry extends Watched<ServiceSnapshot> {

	private final String serviceId;

	private final DirectoryRuntime runtime;

	private final LookupRecorder recorder;

	private final Announcements announcements;

	private final EntryFeed feed;

	private final Usage usage;

	private final AtomicBoolean started = new AtomicBoolean();

	ServiceEntry(String serviceId, DirectoryRuntime runtime, SnapshotListener all) {
		super(runtime.ticker(), runtime.scheduler(), "service '" + serviceId + "'");
		this.serviceId = serviceId;
		this.runtime = runtime;
		this.announcements = new Announcements(serviceId);
		this.usage = new Usage(runtime.ticker().nanos());
		this.feed = new EntryFeed(this, runtime, this.announcements, all);
		this.recorder = runtime.observer().opened(this);
	}

	/**
	 * Opens the watch, once.
	 */
	ServiceEntry started(ServiceBackend backend) {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			backedBy(this.runtime.store().load(this.serviceId));
			fedBy(backend.watch(this.serviceId, this.feed));
		}
		return this;
	}

	/**
	 * The service.
	 * @return its id
	 */
	public String serviceId() {
		return this.serviceId;
	}

	/**
	 * What is known now.
	 * @return the snapshot, or null before the first answer and where what was known has
	 * become too old
	 */
	public @Nullable ServiceSnapshot current() {
		return value();
	}

	/**
	 * Why the registry can't be asked at the moment.
	 * @return the failure, or null while the watch is alive
	 */
	public @Nullable BackendException lastError() {
		return error();
	}

	/**
	 * How old the content may be: how long ago the registry last said so.
	 * @return zero while the watch is alive
	 */
	public Duration age() {
		return freshness().age();
	}

	/**
	 * How long the registry can't be asked.
	 * @return zero while the watch is alive
	 */
	public Duration brokenFor() {
		return freshness().brokenFor();
	}

	/**
	 * Whether something was known that has become too old to be served.
	 * @return whether lookups fail because of {@code discovery.cache.max-staleness}
	 */
	public boolean isOutlived() {
		return isExpired();
	}

	/**
	 * How many of the instances are served although the registry no longer lists them,
	 * because it lost too many at once.
	 * @return zero while the registry is believed
	 */
	public int held() {
		return this.feed.held();
	}

	/**
	 * How lookups were answered.
	 * @return null where nobody counts those of this service by themselves
	 */
	public @Nullable LookupCounts lookups() {
		return this.recorder.counts();
	}

	/**
	 * Marks the entry as used, so that its watch stays open.
	 */
	public void touch() {
		this.usage.touch();
	}

	/**
	 * Hears of changes, without keeping the watch open.
	 * @param listener told of what is known now, if anything is, and of each change
	 * @return a handle that ends it
	 */
	public Subscription attach(SnapshotListener listener) {
		return this.announcements.attach(listener, this::isClosed);
	}

	LookupRecorder recorder() {
		return this.recorder;
	}

	Usage usage() {
		return this.usage;
	}

	boolean hasInstances() {
		ServiceSnapshot known = value();
		return known != null && !known.instances().isEmpty();
	}

	/** Keeps what is known for the next start, if the registry stands by it. */
	void save() {
		this.feed.save();
	}

	@Override
	void inOrder(Runnable task) {
		this.feed.inOrder(task);
	}

	@Override
	boolean adopt(Stored<ServiceSnapshot> stored) {
		return this.feed.adopt(stored);
	}

	/** Ends the watch; what is known can still be read. */
	@Override
	void close() {
		if (!isClosed()) {
			super.close();
			this.runtime.observer().closed(this);
		}
	}

	/** Ends the watch and tells those who rely on it to ask for a new entry. */
	void retire() {
		close();
		this.announcements.close();
	}

}
