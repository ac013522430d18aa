package dev.discovery.observe;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.discovery.directory.LookupRecorder;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.time.Ticker;

/**
 * Counts what discovery costs this application: its lookups, and what it asks of the
 * registry. Safe for use by several threads; a lookup costs one striped counter.
 */
public final class Overhead implements DiscoveryObserver {

	private static final String SUCCESS = "success";

	private final LongAdder fromMemory = new LongAdder();

	private final LongAdder stale = new LongAdder();

	private final LongAdder waited = new LongAdder();

	private final Map<String, Exchanges> exchanges = new ConcurrentHashMap<>();

	private final LookupRecorder recorder = new Recorder();

	private final Ticker ticker;

	private final long began;

	/**
	 * Begins to count.
	 * @param ticker tells for how long
	 */
	public Overhead(Ticker ticker) {
		this.ticker = ticker;
		this.began = ticker.nanos();
	}

	@Override
	public LookupRecorder opened(ServiceEntry entry) {
		return this.recorder;
	}

	@Override
	public void exchanged(String backend, String operation, String outcome, Duration took) {
		Exchanges known = this.exchanges.computeIfAbsent(operation, (any) -> new Exchanges());
		(outcome.equals(SUCCESS) ? known.answered : known.failed).increment();
	}

	/**
	 * What there was so far.
	 * @return the counts, all taken at about the same time
	 */
	public Counts counts() {
		Map<String, Requests> requests = new TreeMap<>();
		this.exchanges.forEach(
				(operation, known) -> requests.put(operation, new Requests(known.answered.sum(), known.failed.sum())));
		return new Counts(Duration.ofNanos(this.ticker.nanos() - this.began), this.fromMemory.sum() + this.stale.sum(),
				this.stale.sum(), this.waited.sum(), requests);
	}

	/**
	 * What discovery has cost.
	 *
	 * @param over for how long it was counted
	 * @param fromMemory lookups answered at once
	 * @param stale those of them that the registry couldn't confirm at the time
	 * @param waited lookups that waited for a first answer
	 * @param requests the exchanges with the registry, by operation; a long poll is one
	 */
	public record Counts(Duration over, long fromMemory, long stale, long waited, Map<String, Requests> requests) {

		/**
		 * The part of the lookups that were answered from memory.
		 * @return from 0 to 1; 1 without any lookup
		 */
		public double hitRate() {
			long all = this.fromMemory + this.waited;
			return (all == 0) ? 1 : this.fromMemory / (double) all;
		}

		/**
		 * How often the registry was asked.
		 * @return requests per second, on average since the start
		 */
		public double requestsPerSecond() {
			long all = this.requests.values().stream().mapToLong((each) -> each.answered() + each.failed()).sum();
			return this.over.isZero() ? 0 : all * 1e9 / this.over.toNanos();
		}

	}

	/**
	 * The exchanges of one kind.
	 *
	 * @param answered those with an answer
	 * @param failed those without
	 */
	public record Requests(long answered, long failed) {
	}

	private static final class Exchanges {

		private final LongAdder answered = new LongAdder();

		private final LongAdder failed = new LongAdder();

	}

	private final class Recorder implements LookupRecorder {

		@Override
		public boolean hit(boolean whileStale) {
			(whileStale ? Overhead.this.stale : Overhead.this.fromMemory).increment();
			return false;
		}

		@Override
		public void hitTook(long nanos) {
			// nobody asked for it
		}

		@Override
		public void waited(boolean answered, long nanos) {
			Overhead.this.waited.increment();
		}

	}

}
