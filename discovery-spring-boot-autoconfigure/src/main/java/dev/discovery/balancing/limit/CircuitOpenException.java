package dev.discovery.balancing.limit;

import java.time.Duration;

/**
 * Thrown when so many calls of a service failed that none is made for a while. The
 * message says since when, what was seen, and when it will be tried again.
 */
@SuppressWarnings("serial")
public final class CircuitOpenException extends CallRefusedException {

	private final Duration retryAfter;

	CircuitOpenException(String serviceId, Duration retryAfter, String message) {
		super(serviceId, Refusal.CIRCUIT_OPEN, message);
		this.retryAfter = retryAfter;
	}

	/**
	 * When the service will be tried again.
	 * @return how long from the refusal, zero if it is being tried now
	 */
	public Duration getRetryAfter() {
		return this.retryAfter;
	}

}
