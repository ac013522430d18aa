package dev.discovery.observe;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of attempts of one service, read when somebody looks.
 */
final class AttemptMeters {

	private AttemptMeters() {
	}

	static List<Meter> of(AttemptTotals totals, MeterRegistry registry, Tags tags) {
		return List.of(counter(totals, registry, tags.and("outcome", "success"), AttemptTotals::successes),
				counter(totals, registry, tags.and("outcome", "failure"), AttemptTotals::failures),
				Gauge.builder(DiscoveryMeter.ATTEMPTS_ACTIVE.meterName(), totals, AttemptTotals::underWay)
					.description(DiscoveryMeter.ATTEMPTS_ACTIVE.description())
					.tags(tags)
					.register(registry),
				usual(totals, registry, tags.and("of", "instances"), AttemptTotals::usualSeconds),
				usual(totals, registry, tags.and("of", "slowest"), AttemptTotals::slowestSeconds));
	}

	private static Meter counter(AttemptTotals totals, MeterRegistry registry, Tags tags,
			ToDoubleFunction<AttemptTotals> count) {
		return FunctionCounter.builder(DiscoveryMeter.ATTEMPTS.meterName(), totals, count)
			.description(DiscoveryMeter.ATTEMPTS.description())
			.tags(tags)
			.register(registry);
	}

	private static Meter usual(AttemptTotals totals, MeterRegistry registry, Tags tags,
			ToDoubleFunction<AttemptTotals> seconds) {
		return Gauge.builder(DiscoveryMeter.ATTEMPTS_USUAL.meterName(), totals, seconds)
			.description(DiscoveryMeter.ATTEMPTS_USUAL.description())
			.baseUnit("seconds")
			.tags(tags)
			.register(registry);
	}

}
