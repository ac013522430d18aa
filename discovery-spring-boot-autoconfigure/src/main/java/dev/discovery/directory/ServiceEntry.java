package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one service: the last good snapshot, fed by a watch.
 * <p>
 * An error never empties it: the snapshot stays and is marked {@link Provenance#STALE}.
 * Safe for use by several threads; reading takes no lock and allocates nothing.
 */
public final class ServiceEntry extends Watched<ServiceSnapshot> {

	private final String serviceId;

	private final DirectoryObserver observer;

	private final LookupRecorder recorder;

	private final Announcements announcements;

	private final AtomicBoolean started = new AtomicBoolean();

	/** How many rely on the watch; negative once it is retired. */
	private final AtomicInteger pins = new AtomicInteger();

	/** Whether somebody looked since the last sweep; hardly ever written. */
	private volatile boolean used = true;

	private long unusedSince;

	/** In how many sweeps somebody had looked: how much the service is wanted. */
	private volatile long uses;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Duration emptyHold;

	ServiceEntry(String serviceId, Ticker ticker, Scheduler scheduler, Duration emptyHold, DirectoryObserver observer) {
		super(ticker, scheduler, "service '" + serviceId + "'");
		this.serviceId = serviceId;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.emptyHold = emptyHold;
		this.observer = observer;
		this.announcements = new Announcements(serviceId);
		this.unusedSince = ticker.nanos();
		this.recorder = observer.opened(this);
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
	 * @return the snapshot, or null before the first answer
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
	 * How old the content may be: how long ago the watch broke.
	 * @return zero while the watch is alive
	 */
	public Duration age() {
		return brokenFor();
	}

	/**
	 * Marks the entry as used, so that its watch stays open.
	 */
	public void touch() {
		if (!this.used) {
			this.used = true;
		}
	}

	/**
	 * Hears of changes, without keeping the watch open.
	 * @param listener told of what is known now, if anything is, and of each change
	 * @return a handle that ends it
	 */
	public Subscription attach(SnapshotListener listener) {
		return this.announcements.attach(listener, this::isClosed);
	}

	boolean claimStart() {
		return this.started.compareAndSet(false, true);
	}

	LookupRecorder recorder() {
		return this.recorder;
	}

	boolean hasInstances() {
		ServiceSnapshot known = value();
		return known != null && !known.instances().isEmpty();
	}

	/**
	 * Keeps the watch open.
	 * @return a handle that ends it, or null if the entry is retired: there is, or will
	 * soon be, another one
	 */
	@Nullable Subscription pin() {
		if (this.pins.getAndUpdate((count) -> (count < 0) ? count : count + 1) < 0) {
			return null;
		}
		AtomicBoolean open = new AtomicBoolean(true);
		return () -> {
			if (open.compareAndSet(true, false)) {
				this.pins.decrementAndGet();
			}
		};
	}

	boolean isPinned() {
		return this.pins.get() > 0;
	}

	/**
	 * Whether nobody has looked between the last two sweeps, and since when.
	 * @param now the time now
	 * @return how long it has been idle, in nanoseconds
	 */
	long sweep(long now) {
		if (this.used || isPinned()) {
			this.used = false;
			this.unusedSince = now;
			this.uses = this.uses + 1;
		}
		return now - this.unusedSince;
	}

	/**
	 * Whether nobody has looked since the last sweep.
	 * @return whether it may go first when room is needed
	 */
	boolean isUnused() {
		return !this.used && !isPinned();
	}

	/** Ends the watch; what is known can still be read. */
	@Override
	void close() {
		if (!isClosed()) {
			super.close();
			this.observer.closed(this);
		}
	}

	/**
	 * Whether nobody relies on the watch, and from now on nobody can.
	 */
	boolean claimRetirement() {
		return this.pins.compareAndSet(0, -1);
	}

	/** Ends the watch and tells those who rely on it to ask for a new entry. */
	void retire() {
		close();
		this.announcements.close();
	}

	/**
	 * What the watch calls.
	 * @param all hears of the changes of all entries
	 * @return the listener
	 */
	WatchListener feed(SnapshotListener all) {
		Recovery<ServiceSnapshot> recovery = new Recovery<>(this.ticker, this.scheduler, this.emptyHold,
				new LostInstances(), (snapshot) -> accept(snapshot, all));
		return new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				recovery.answered(snapshot);
			}

			@Override
			public long uses() {
				return ServiceEntry.this.uses;
			}

			@Override
			public void onError(BackendException cause) {
				recovery.failed(() -> {
					fail(cause);
					ServiceSnapshot known = value();
					if (known != null) {
						replace(known.as(Provenance.STALE));
					}
				});
			}

		};
	}

	private void accept(ServiceSnapshot snapshot, SnapshotListener all) {
		if (isClosed()) {
			return;
		}
		ServiceSnapshot previous = value();
		if (previous != null && previous.sameContent(snapshot)) {
			publish(previous.as(snapshot.provenance()));
			return;
		}
		publish(snapshot);
		this.announcements.announce(snapshot, (previousTold, current) -> {
			this.observer.changed(this, previousTold, current);
			if (previousTold != null || isDisappointed()) {
				all.onChange(previousTold, current);
			}
		});
	}

}
