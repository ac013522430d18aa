package dev.discovery.autoconfigure.cache;

import java.time.InstantSource;

import dev.discovery.directory.DiskSnapshotStore;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Opens the disk copies of registries, as configured.
 */
public final class SnapshotStores {

	private final CacheSnapshotProperties properties;

	private final String application;

	private final InstantSource clock;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Trust trust;

	/**
	 * Creates what opens them.
	 * @param cache whether copies are wanted, and where
	 * @param environment knows the application's name
	 * @param clock tells how old a copy is; the system's own if there isn't a single one
	 * @param ticker measures how long it has been read
	 * @param scheduler writes
	 * @param trust who of a copy is believed
	 */
	public SnapshotStores(CacheProperties cache, Environment environment, ObjectProvider<InstantSource> clock,
			Ticker ticker, Scheduler scheduler, Trust trust) {
		this.properties = cache.getSnapshot();
		this.application = environment.getProperty("spring.application.name", "application");
		this.clock = clock.getIfUnique(WallClock::system);
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.trust = trust;
	}

	/**
	 * Opens that of a registry; nothing is kept where it is never out of reach, or a copy
	 * isn't wanted.
	 * @param name the registry's or its backend's name
	 * @param origin which registry it is
	 * @return the copy
	 * @throws dev.discovery.model.InvalidDiscoveryPropertyException if a property of the
	 * copy can't mean what it says
	 */
	public SnapshotStore open(String name, @Nullable String origin) {
		this.properties.check();
		if (origin == null || !this.properties.isEnabled()) {
			return SnapshotStore.NONE;
		}
		SnapshotStore disk = new DiskSnapshotStore(
				SnapshotFolders.of(this.properties.toDirectory(), this.application, name, origin),
				this.properties.getMaxAge(), this.clock, this.ticker, this.scheduler);
		return new ExaminedSnapshots(disk, this.trust);
	}

}
