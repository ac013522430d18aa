package dev.discovery.observe.observation;

import io.micrometer.observation.Observation;

/**
 * What is known of one exchange with a registry.
 */
public final class RegistryExchangeObservationContext extends Observation.Context {

	private final String backend;

	private final String operation;

	private volatile String outcome = "cancelled";

	RegistryExchangeObservationContext(String backend, String operation) {
		this.backend = backend;
		this.operation = operation;
	}

	/**
	 * The registry.
	 * @return the backend's name
	 */
	public String getBackend() {
		return this.backend;
	}

	/**
	 * What is asked.
	 * @return one of a few fixed words, such as {@code put}
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * How it ended.
	 * @return {@code success}, {@code cancelled}, or the kind of failure in lower case
	 */
	public String getOutcome() {
		return this.outcome;
	}

	void ended(String how) {
		this.outcome = how;
	}

}
