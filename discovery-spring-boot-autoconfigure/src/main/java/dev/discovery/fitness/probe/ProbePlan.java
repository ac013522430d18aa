package dev.discovery.fitness.probe;

import java.time.Duration;

/**
 * How the instances of one service are probed.
 *
 * @param probe how one of them is asked
 * @param interval how long from one answer to the next question
 * @param failures how many failures in a row make a healthy instance unhealthy
 * @param successes how many successes in a row make an unhealthy instance healthy
 */
public record ProbePlan(Probe probe, Duration interval, int failures, int successes) {

	private static final Duration SOON = Duration.ofSeconds(1);

	/**
	 * Within which time an instance is asked of which nothing, or nothing certain, is
	 * known: a tenth of the interval, but at least a second. Longer, and a dead one is
	 * found late; shorter, and a large fleet of clients falls upon a new one at once.
	 */
	Duration soon() {
		Duration tenth = this.interval.dividedBy(10);
		Duration soon = (tenth.compareTo(SOON) > 0) ? tenth : SOON;
		return (soon.compareTo(this.interval) < 0) ? soon : this.interval;
	}

}
