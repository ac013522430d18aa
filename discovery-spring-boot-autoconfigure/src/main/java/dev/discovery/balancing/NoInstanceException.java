package dev.discovery.balancing;

/**
 * Thrown when no instance of a service can take a call. The message says what is known
 * about the service and why none fits.
 */
@SuppressWarnings("serial")
public class NoInstanceException extends IllegalStateException {

	private final String serviceId;

	/**
	 * Creates the exception.
	 * @param serviceId the service
	 * @param message what is known and why none fits
	 */
	public NoInstanceException(String serviceId, String message) {
		super(message);
		this.serviceId = serviceId;
	}

	/**
	 * The service that was called.
	 * @return its id
	 */
	public String getServiceId() {
		return this.serviceId;
	}

}
