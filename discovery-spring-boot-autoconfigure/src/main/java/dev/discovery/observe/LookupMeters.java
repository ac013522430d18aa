package dev.discovery.observe;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.LookupRecorder;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The lookup meters of one service. A lookup answered from memory costs a striped
 * counter; one in {@value #SAMPLING} is timed as well.
 */
final class LookupMeters implements LookupRecorder {

	private static final int SAMPLING = 1024;

	private final Hits hits = new Hits();

	private final Hits staleHits = new Hits();

	private final LongAdder waits = new LongAdder();

	private final Timer misses;

	private final Timer errors;

	private final List<Meter> meters;

	LookupMeters(MeterRegistry registry, Tags tags) {
		FunctionTimer hit = this.hits.register(registry, tags.and("result", "hit"));
		FunctionTimer stale = this.staleHits.register(registry, tags.and("result", "stale"));
		this.misses = timer(registry, tags.and("result", "miss"));
		this.errors = timer(registry, tags.and("result", "error"));
		this.meters = List.of(hit, stale, this.misses, this.errors);
	}

	private static Timer timer(MeterRegistry registry, Tags tags) {
		return Timer.builder(DiscoveryMeter.LOOKUP.meterName())
			.description(DiscoveryMeter.LOOKUP.description())
			.tags(tags)
			.register(registry);
	}

	@Override
	public boolean hit(boolean stale) {
		return stale ? this.staleHits.count() : this.hits.count();
	}

	@Override
	public void hitTook(long nanos) {
		this.hits.sampled(nanos);
	}

	@Override
	public void waited(boolean answered, long nanos) {
		this.waits.increment();
		(answered ? this.misses : this.errors).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public LookupCounts counts() {
		return new LookupCounts(this.hits.counter.sum(), this.staleHits.counter.sum(), missCount());
	}

	/** Lookups answered from memory so far. */
	long hitCount() {
		return this.hits.counter.sum() + this.staleHits.counter.sum();
	}

	/** Lookups that had to wait so far. */
	long missCount() {
		return this.waits.sum();
	}

	List<Meter> meters() {
		return this.meters;
	}

	/**
	 * Counts all, times some, and reports the mean of those for all.
	 */
	private static final class Hits {

		private final LongAdder counter = new LongAdder();

		private final LongAdder samples = new LongAdder();

		private final LongAdder sampledNanos = new LongAdder();

		/** Plain on purpose: a lost update shifts a sample, nothing else. */
		private int untilSample = 1;

		boolean count() {
			this.counter.increment();
			if (--this.untilSample > 0) {
				return false;
			}
			this.untilSample = SAMPLING;
			return true;
		}

		void sampled(long nanos) {
			this.samples.increment();
			this.sampledNanos.add(nanos);
		}

		private double totalNanos() {
			long sampled = this.samples.sum();
			return (sampled == 0) ? 0 : this.sampledNanos.sum() * (double) this.counter.sum() / sampled;
		}

		FunctionTimer register(MeterRegistry registry, Tags tags) {
			return FunctionTimer
				.builder(DiscoveryMeter.LOOKUP.meterName(), this, (hits) -> hits.counter.sum(), Hits::totalNanos,
						TimeUnit.NANOSECONDS)
				.description(DiscoveryMeter.LOOKUP.description())
				.tags(tags)
				.register(registry);
		}

	}

}
