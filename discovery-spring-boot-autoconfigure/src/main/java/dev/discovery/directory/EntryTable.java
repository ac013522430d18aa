package dev.discovery.directory;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The entries by service id: closes those that nobody uses, and keeps those without any
 * instance from growing without bound. Entries with instances are bounded by what the
 * registry holds.
 */
final class EntryTable {

	private static final Duration LONGEST_SWEEP = Duration.ofMinutes(1);

	private final ConcurrentHashMap<String, ServiceEntry> entries = new ConcurrentHashMap<>();

	private final DirectorySettings settings;

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final Runnable onSweep;

	private volatile Scheduler.Timer sweeper;

	private volatile boolean closed;

	EntryTable(DirectorySettings settings, Ticker ticker, Scheduler scheduler, Runnable onSweep) {
		this.settings = settings;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.onSweep = onSweep;
		this.sweeper = scheduleSweep();
	}

	@Nullable ServiceEntry get(String serviceId) {
		return this.entries.get(serviceId);
	}

	ServiceEntry getOrCreate(String serviceId, Function<String, ServiceEntry> creation) {
		ServiceEntry entry = this.entries.get(serviceId);
		if (entry == null) {
			makeRoom();
			entry = this.entries.computeIfAbsent(serviceId, creation);
		}
		return entry;
	}

	Collection<ServiceEntry> all() {
		return this.entries.values();
	}

	private void makeRoom() {
		int most = this.settings.maxUnknown();
		if (this.entries.size() < most) {
			return;
		}
		List<ServiceEntry> unknown = this.entries.values()
			.stream()
			.filter((entry) -> !entry.hasInstances() && !entry.usage().isPinned())
			.sorted(Comparator.comparing((ServiceEntry entry) -> entry.usage().isUnused())
				.thenComparing((entry) -> entry.current() != null)
				.reversed())
			.toList();
		int surplus = unknown.size() - most + 1;
		if (surplus > 0) {
			// a few more, so that the next ones needn't search again
			unknown.subList(0, Math.min(unknown.size(), surplus + most / 10)).forEach(this::drop);
		}
	}

	private Scheduler.Timer scheduleSweep() {
		Duration half = this.settings.idleAfter().dividedBy(2);
		return this.scheduler.schedule(this::sweep, (half.compareTo(LONGEST_SWEEP) < 0) ? half : LONGEST_SWEEP);
	}

	private void sweep() {
		long now = this.ticker.nanos();
		long idleAfter = this.settings.idleAfter().toNanos();
		for (ServiceEntry entry : this.entries.values()) {
			// while the registry is away, what is known can't be had again
			if (entry.usage().sweep(now) >= idleAfter && entry.lastError() == null) {
				drop(entry);
			}
			else {
				entry.save();
			}
		}
		this.onSweep.run();
		if (!this.closed) {
			this.sweeper = scheduleSweep();
		}
	}

	private void drop(ServiceEntry entry) {
		if (entry.usage().claimRetirement()) {
			this.entries.remove(entry.serviceId(), entry);
			entry.retire();
		}
	}

	void close() {
		this.closed = true;
		this.sweeper.cancel();
		this.entries.values().forEach(ServiceEntry::close);
	}

}
