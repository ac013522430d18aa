package dev.discovery.balancing.limit;

/**
 * Thrown when a call isn't made although there may be instances for it: nothing was sent,
 * nobody is to blame, and it isn't tried again.
 */
@SuppressWarnings("serial")
public abstract class CallRefusedException extends IllegalStateException {

	private final String serviceId;

	private final Refusal reason;

	CallRefusedException(String serviceId, Refusal reason, String message) {
		super(message);
		this.serviceId = serviceId;
		this.reason = reason;
	}

	/**
	 * The service that was called.
	 * @return its id
	 */
	public String getServiceId() {
		return this.serviceId;
	}

	/**
	 * Why it was refused.
	 * @return the reason
	 */
	public Refusal getReason() {
		return this.reason;
	}

}
