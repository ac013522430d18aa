package dev.discovery.directory;

import java.time.Duration;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.WatchListener;
import dev.discovery.directory.Losses.Verdict;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The way of what a watch brings into an entry: doubted, published, announced, kept on
 * disk, and taken back when it has become too old. All of it one at a time, in order.
 */
final class EntryFeed implements WatchListener, Doubt.Belief<ServiceSnapshot> {

	private final ServiceEntry entry;

	private final DirectoryRuntime runtime;

	private final Announcements announcements;

	private final DampedListener all;

	private final EntryLog log;

	private final Doubt<ServiceSnapshot> doubt;

	private final @Nullable Duration maxAge;

	private volatile int held;

	/** Whether something is served that the registry can't confirm. */
	private boolean unconfirmed;

	private Timer expiry = Timer.NONE;

	EntryFeed(ServiceEntry entry, DirectoryRuntime runtime, Announcements announcements, SnapshotListener all) {
		DirectorySettings settings = runtime.settings();
		this.entry = entry;
		this.runtime = runtime;
		this.announcements = announcements;
		this.all = new DampedListener(runtime.scheduler(), entry::isDisappointed, all);
		this.log = new EntryLog(entry.serviceId(), settings.staleness());
		this.doubt = new Doubt<>(runtime.ticker(), runtime.scheduler(),
				new LostInstances(settings.emptyHold(), settings.limbo()), this);
		this.maxAge = settings.staleness().max(entry.serviceId());
	}

	int held() {
		return this.held;
	}

	void inOrder(Runnable task) {
		this.doubt.execute(task);
	}

	@Override
	public void onSnapshot(ServiceSnapshot snapshot) {
		this.doubt.answered(snapshot);
	}

	@Override
	public void onError(BackendException cause) {
		this.doubt.failed(() -> {
			this.entry.fail(cause);
			ServiceSnapshot known = this.entry.current();
			if (known != null && !this.unconfirmed) {
				this.entry.replace(known.as(Provenance.STALE));
				notConfirmed();
			}
		});
	}

	@Override
	public long uses() {
		return this.entry.usage().sweepsInUse();
	}

	boolean adopt(Stored<ServiceSnapshot> stored) {
		if (this.maxAge != null && stored.age().compareTo(this.maxAge) >= 0) {
			return false;
		}
		ServiceSnapshot kept = stored.content().as(Provenance.DISK);
		this.entry.publish(kept, stored.age());
		this.log.adopted(kept, stored.age());
		notConfirmed();
		announce(kept);
		return true;
	}

	private void notConfirmed() {
		this.unconfirmed = true;
		this.runtime.observer().stale(this.entry);
		if (this.maxAge != null) {
			this.expiry = this.runtime.scheduler()
				.schedule(() -> this.doubt.execute(this::expire), this.maxAge.minus(this.entry.age()));
		}
	}

	private void expire() {
		if (this.unconfirmed && !this.entry.isClosed() && this.maxAge != null
				&& this.entry.age().compareTo(this.maxAge) >= 0) {
			this.doubt.forget();
			this.held = 0;
			this.entry.expire(this.log.expired(this.maxAge));
			this.announcements.expire();
		}
	}

	@Override
	public void believe(ServiceSnapshot content, @Nullable ServiceSnapshot missing) {
		if (this.entry.isClosed()) {
			return;
		}
		this.held = (missing != null) ? missing.instances().size() : 0;
		ServiceSnapshot previous = this.entry.current();
		this.expiry.cancel();
		if (previous != null && previous.sameContent(content)) {
			this.entry.publish(previous.as(content.provenance()));
		}
		else {
			this.entry.publish(content);
			announce(content);
		}
		save();
		if (this.unconfirmed) {
			this.unconfirmed = false;
			this.log.confirmed();
			this.runtime.observer().recovered(this.entry);
		}
	}

	private void announce(ServiceSnapshot next) {
		this.announcements.announce(next, (previous, current) -> {
			if (previous == null || !previous.sameContent(current)) {
				this.runtime.observer().changed(this.entry, previous, current);
			}
			this.all.onChange(previous, current);
		});
	}

	void save() {
		ServiceSnapshot known = this.entry.current();
		if (known != null && known.provenance() == Provenance.LIVE && !this.entry.isClosed()) {
			this.runtime.store().save(known);
		}
	}

	@Override
	public void doubted(ServiceSnapshot before, ServiceSnapshot missing, Verdict verdict, boolean afterOutage) {
		this.log.doubted(before.up().size(), missing.up().size(), verdict, afterOutage);
		this.runtime.observer().held(this.entry, missing.up().size());
	}

	@Override
	public void certain() {
		this.log.certain(this.entry.current());
	}

}
