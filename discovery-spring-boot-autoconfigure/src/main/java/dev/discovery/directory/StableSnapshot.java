package dev.discovery.directory;

import java.time.Duration;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.WatchListener;
import dev.discovery.directory.Losses.Verdict;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of one registry about a service.
 */
final class StableSnapshot implements Stable<ServiceSnapshot> {

	private final WatchListener listener;

	private final SnapshotStore store;

	private final EntryLog log;

	private final @Nullable Duration maxAge;

	private @Nullable ServiceSnapshot known;

	private boolean broken;

	StableSnapshot(String registry, String serviceId, DirectorySettings settings, WatchListener listener,
			SnapshotStore store) {
		this.listener = listener;
		this.store = store;
		this.log = new EntryLog("registry '" + registry + "'", serviceId, settings.staleness());
		this.maxAge = settings.staleness().max(serviceId);
	}

	@Override
	public boolean isKnown() {
		return this.known != null;
	}

	@Override
	public void adopt(Stored<ServiceSnapshot> stored) {
		if (this.maxAge == null || stored.age().compareTo(this.maxAge) < 0) {
			ServiceSnapshot kept = stored.content().as(Provenance.DISK);
			this.known = kept;
			this.log.adopted(kept, stored.age());
			this.listener.onSnapshot(kept);
		}
	}

	@Override
	public void failed(BackendException cause) {
		this.broken = true;
		this.listener.onError(cause);
	}

	@Override
	public void believe(ServiceSnapshot content, @Nullable ServiceSnapshot held) {
		ServiceSnapshot before = this.known;
		if (this.broken || before == null || !before.sameContent(content)) {
			this.broken = false;
			this.known = content;
			this.listener.onSnapshot(content);
		}
		this.log.confirmed();
		save();
	}

	@Override
	public void save() {
		ServiceSnapshot content = this.known;
		if (content != null && content.provenance() == Provenance.LIVE && !this.broken) {
			this.store.save(content);
		}
	}

	@Override
	public void doubted(ServiceSnapshot before, ServiceSnapshot missing, Verdict verdict, boolean afterOutage) {
		this.log.doubted(before.up().size(), missing.up().size(), verdict, afterOutage);
	}

	@Override
	public void certain() {
		this.log.certain(this.known);
	}

}
