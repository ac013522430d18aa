package dev.discovery.balancing.limit;

import org.jspecify.annotations.Nullable;

/**
 * Whether a service's calls may begin.
 *
 * @param inFlight its calls that are under way
 * @param maxPerService how many there may be, 0 for any number
 * @param maxPerInstance how many there may be at one instance, 0 for any number
 * @param circuit what the circuit breaker does, null if there is none
 * @param circuitDetail what the circuit breaker has seen, in a sentence
 */
public record AdmissionReport(int inFlight, int maxPerService, int maxPerInstance, @Nullable CircuitState circuit,
		@Nullable String circuitDetail) {

}
