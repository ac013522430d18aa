package dev.discovery.autoconfigure;

/**
 * Thrown at startup when {@code discovery.backend} names a backend that can't be had.
 */
@SuppressWarnings("serial")
public class BackendUnavailableException extends RuntimeException {

	private final String action;

	/**
	 * Creates the exception.
	 * @param description what is wrong
	 * @param action what to do
	 */
	public BackendUnavailableException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * What to do.
	 * @return an instruction
	 */
	public String getAction() {
		return this.action;
	}

}
