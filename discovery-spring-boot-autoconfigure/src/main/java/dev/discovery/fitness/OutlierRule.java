package dev.discovery.fitness;

import dev.discovery.fitness.OutlierSettings.FailurePercentage;
import dev.discovery.fitness.OutlierSettings.Hung;
import dev.discovery.fitness.OutlierSettings.SuccessRate;

/**
 * Finds the outliers among the instances of one service. A pure function: what follows
 * from a verdict is the {@link OutlierDetector}'s business.
 */
@FunctionalInterface
interface OutlierRule {

	/** How many percentage points are far at least. */
	double FAR = 5;

	/**
	 * Judges.
	 * @param stats the instances
	 * @param verdict set to true for each outlier, never to false
	 */
	void detect(InstanceStats[] stats, boolean[] verdict);

	/**
	 * So many failures in a row.
	 */
	static OutlierRule consecutiveFailures(int threshold) {
		return (stats, verdict) -> {
			for (int i = 0; i < stats.length; i++) {
				verdict[i] |= stats[i].consecutiveFailures() >= threshold;
			}
		};
	}

	/**
	 * Below the mean success rate by so many standard deviations of the whole population:
	 * with the sample's, one dead of five would never be found. From Envoy; but far below
	 * too, for among equals chance alone puts somebody there in every other interval.
	 */
	static OutlierRule successRate(SuccessRate settings) {
		return (stats, verdict) -> {
			int known = 0;
			double sum = 0;
			double squares = 0;
			for (InstanceStats each : stats) {
				if (each.window().requests() >= settings.minRequests()) {
					double rate = each.window().successRate();
					known++;
					sum += rate;
					squares += rate * rate;
				}
			}
			if (known < Math.max(1, settings.minInstances())) {
				return;
			}
			double mean = sum / known;
			double deviation = Math.sqrt(Math.max(0, squares / known - mean * mean));
			double bound = mean - Math.max(FAR, settings.deviations() * deviation);
			for (int i = 0; i < stats.length; i++) {
				verdict[i] |= stats[i].window().requests() >= settings.minRequests()
						&& stats[i].window().successRate() < bound;
			}
		};
	}

	/**
	 * At least such a percentage of failures: what the success rate can't see where
	 * several are bad at once. From Envoy and gRPC's A50.
	 */
	static OutlierRule failurePercentage(FailurePercentage settings) {
		return (stats, verdict) -> {
			int known = 0;
			for (InstanceStats each : stats) {
				known += (each.window().requests() >= settings.minRequests()) ? 1 : 0;
			}
			if (known < settings.minInstances()) {
				return;
			}
			for (int i = 0; i < stats.length; i++) {
				verdict[i] |= stats[i].window().requests() >= settings.minRequests()
						&& 100 - stats[i].window().successRate() >= settings.threshold();
			}
		};
	}

	/**
	 * Has had calls for long, and much longer than they usually take, and has answered
	 * none. Where an instance has never answered, the others tell what is usual; where
	 * none has, nobody knows.
	 */
	static OutlierRule hung(Hung settings) {
		return (stats, verdict) -> {
			long known = 0;
			long sum = 0;
			for (InstanceStats each : stats) {
				known += (each.usualNanos() != 0) ? 1 : 0;
				sum += each.usualNanos();
			}
			if (known == 0) {
				return;
			}
			long mean = sum / known;
			for (int i = 0; i < stats.length; i++) {
				long usual = (stats[i].usualNanos() != 0) ? stats[i].usualNanos() : mean;
				verdict[i] |= stats[i].silentNanos() > Math.max(settings.atLeast().toNanos(),
						settings.factor() * usual);
			}
		};
	}

}
