package dev.discovery.actuate;

import dev.discovery.balancing.AdmissionReport;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls of a service may begin.
 *
 * @param inFlight calls that are under way
 * @param perService how many there may be, null for any number
 * @param perInstance how many there may be at one instance, null for any number
 * @param circuit CLOSED, HALF_OPEN or OPEN, null without a circuit breaker
 * @param circuitDetail what the circuit breaker has seen
 */
public record LimitsDescriptor(int inFlight, @Nullable Integer perService, @Nullable Integer perInstance,
		@Nullable String circuit, @Nullable String circuitDetail) {

	static LimitsDescriptor of(AdmissionReport report) {
		return new LimitsDescriptor(report.inFlight(), limit(report.maxPerService()), limit(report.maxPerInstance()),
				(report.circuit() != null) ? report.circuit().name() : null, report.circuitDetail());
	}

	private static @Nullable Integer limit(int value) {
		return (value != 0) ? value : null;
	}

}
