package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Ticker;

/**
 * Answers lookups from an entry and records how: at once where there is something to
 * read, else with the one wait that there is.
 */
final class Lookups {

	private final EntryTable entries;

	private final Duration firstReadTimeout;

	private final Ticker ticker;

	private volatile BooleanSupplier mayWait = () -> true;

	Lookups(EntryTable entries, Duration firstReadTimeout, Ticker ticker) {
		this.entries = entries;
		this.firstReadTimeout = firstReadTimeout;
		this.ticker = ticker;
	}

	void waitOnlyIf(BooleanSupplier condition) {
		this.mayWait = condition;
	}

	/** How long the current thread may wait for a first answer. */
	Duration patience() {
		return this.mayWait.getAsBoolean() ? this.firstReadTimeout : Duration.ZERO;
	}

	Duration firstReadTimeout() {
		return this.firstReadTimeout;
	}

	void recordHit(ServiceEntry entry) {
		if (entry.recorder().hit(entry.freshness().isAging())) {
			entry.recorder().hitTook(timed(entry.serviceId()));
		}
	}

	/** Times the same reading once more, so that untimed ones never touch a clock. */
	private long timed(String serviceId) {
		long start = this.ticker.nanos();
		ServiceEntry entry = this.entries.get(serviceId);
		if (entry != null && entry.current() != null) {
			entry.touch();
		}
		return this.ticker.nanos() - start;
	}

	ServiceSnapshot waitFor(ServiceEntry entry) {
		long start = this.ticker.nanos();
		try {
			return entry.await(patience());
		}
		finally {
			entry.recorder().waited(entry.current() != null, this.ticker.nanos() - start);
		}
	}

	CompletionStage<ServiceSnapshot> waitAsync(ServiceEntry entry) {
		long start = this.ticker.nanos();
		return entry.first(this.firstReadTimeout)
			.whenComplete(
					(snapshot, failure) -> entry.recorder().waited(snapshot != null, this.ticker.nanos() - start));
	}

}
