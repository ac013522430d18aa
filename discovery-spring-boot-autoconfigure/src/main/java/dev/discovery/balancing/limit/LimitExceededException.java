package dev.discovery.balancing.limit;

/**
 * Thrown when as many calls are under way as there may be, of the service or at each of
 * its instances. The message names the limit and its property.
 */
@SuppressWarnings("serial")
public final class LimitExceededException extends CallRefusedException {

	private final int limit;

	LimitExceededException(String serviceId, Refusal reason, int limit, String message) {
		super(serviceId, reason, message);
		this.limit = limit;
	}

	/**
	 * How many calls there may be at once.
	 * @return the limit
	 */
	public int getLimit() {
		return this.limit;
	}

}
