package dev.discovery.directory;

import java.util.Set;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.directory.Losses.Verdict;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The names of services that one registry is believed to know.
 */
final class StableNames implements Stable<Set<String>> {

	private static final Log logger = LogFactory.getLog(StableNames.class);

	private final String registry;

	private final NamesListener listener;

	private final SnapshotStore store;

	private @Nullable Set<String> known;

	private boolean live;

	StableNames(String registry, NamesListener listener, SnapshotStore store) {
		this.registry = registry;
		this.listener = listener;
		this.store = store;
	}

	@Override
	public boolean isKnown() {
		return this.known != null;
	}

	@Override
	public void adopt(Stored<Set<String>> stored) {
		this.known = stored.content();
		this.listener.onNames(stored.content());
	}

	@Override
	public void failed(BackendException cause) {
		this.live = false;
		this.listener.onError(cause);
	}

	@Override
	public void believe(Set<String> names, @Nullable Set<String> held) {
		if (!this.live || !names.equals(this.known)) {
			this.live = true;
			this.known = names;
			this.listener.onNames(names);
		}
		save();
	}

	@Override
	public void save() {
		Set<String> names = this.known;
		if (this.live && names != null) {
			this.store.saveNames(names);
		}
	}

	@Override
	public void doubted(Set<String> before, Set<String> missing, Verdict verdict, boolean afterOutage) {
		logger.info("Registry '" + this.registry + "' no longer knows " + missing.size() + " of the " + before.size()
				+ " names of services; they stay known for " + verdict.time().toMillis() / 1000.0
				+ " s (discovery.cache.empty-hold)");
	}

	@Override
	public void certain() {
		logger.info("Registry '" + this.registry + "' is believed again about the names of the services");
	}

}
