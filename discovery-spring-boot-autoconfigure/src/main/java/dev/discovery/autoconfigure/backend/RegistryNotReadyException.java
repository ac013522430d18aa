package dev.discovery.autoconfigure.backend;

import dev.discovery.backend.BackendException;

/**
 * The registry could not be read while the application started, and the start was to fail
 * then.
 */
@SuppressWarnings("serial")
final class RegistryNotReadyException extends RuntimeException {

	private final String property;

	/**
	 * Creates the exception.
	 * @param property the property by which the start fails
	 * @param cause why not
	 */
	RegistryNotReadyException(String property, BackendException cause) {
		super(cause.getMessage(), cause);
		this.property = property;
	}

	String property() {
		return this.property;
	}

}
