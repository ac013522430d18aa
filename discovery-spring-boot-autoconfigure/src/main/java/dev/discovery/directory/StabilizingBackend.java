package dev.discovery.directory;

import java.time.Duration;
import java.util.Set;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * One of several registries, doubted and kept on disk for itself: what the directory does
 * with a registry that is the only one. One that comes back without its data loses
 * nothing, however many instances others list meanwhile; and what it said last stands in
 * for it where it is away from the start.
 * <p>
 * The directory over all of them must not doubt again. Safe for use by several threads.
 */
public final class StabilizingBackend implements ServiceBackend {

	private final String registry;

	private final ServiceBackend backend;

	private final DirectorySettings settings;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final SnapshotStore store;

	/**
	 * Creates it.
	 * @param registry the registry's name, for the log
	 * @param backend reads the registry; closed with this
	 * @param settings how long to hold what the registry has lost
	 * @param ticker tells the time
	 * @param scheduler runs what happens later
	 * @param store keeps a copy of what this registry says; closed with this
	 */
	public StabilizingBackend(String registry, ServiceBackend backend, DirectorySettings settings, Ticker ticker,
			Scheduler scheduler, SnapshotStore store) {
		this.registry = registry;
		this.backend = backend;
		this.settings = settings;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.store = store;
	}

	@Override
	public String name() {
		return this.backend.name();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		StableSnapshot stable = new StableSnapshot(this.registry, serviceId, this.settings, listener, this.store);
		Doubt<ServiceSnapshot> doubt = new Doubt<>(this.ticker, this.scheduler,
				new LostInstances(this.settings.emptyHold(), this.settings.limbo()), stable);
		StableWatch<ServiceSnapshot> watch = new StableWatch<>(this.scheduler, doubt, stable,
				this.store.load(serviceId));
		return watch.over(this.backend.watch(serviceId, new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				watch.answered(snapshot);
			}

			@Override
			public void onError(BackendException cause) {
				watch.failed(cause);
			}

			@Override
			public long uses() {
				return listener.uses();
			}

		}));
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		StableNames stable = new StableNames(this.registry, listener, this.store);
		Doubt<Set<String>> doubt = new Doubt<>(this.ticker, this.scheduler, new LostNames(this.settings.emptyHold()),
				stable);
		StableWatch<Set<String>> watch = new StableWatch<>(this.scheduler, doubt, stable, this.store.loadNames());
		return watch.over(this.backend.watchNames(new NamesListener() {

			@Override
			public void onNames(Set<String> names) {
				watch.answered(names);
			}

			@Override
			public void onError(BackendException cause) {
				watch.failed(cause);
			}

		}));
	}

	@Override
	public Duration recovery() {
		return this.backend.recovery();
	}

	@Override
	public @Nullable String origin() {
		return this.backend.origin();
	}

	@Override
	public void close() {
		this.backend.close();
		this.store.close();
	}

}
