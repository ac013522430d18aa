package dev.discovery.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.balancing.limit.AdmissionReport;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calls of a service, or of one of its subsets, may begin.
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

	static @Nullable Map<String, LimitsDescriptor> all(Map<String, AdmissionReport> reports) {
		Map<String, LimitsDescriptor> all = new LinkedHashMap<>();
		reports.forEach((name, report) -> all.put(name, of(report)));
		return !all.isEmpty() ? all : null;
	}

	private static @Nullable Integer limit(int value) {
		return (value != 0) ? value : null;
	}

}
