package dev.discovery.model;

/**
 * Thrown when something that claims to be an instance must not enter the model: what it
 * says would be dangerous or useless as an address.
 */
@SuppressWarnings("serial")
public class InvalidInstanceException extends IllegalArgumentException {

	/**
	 * Creates the exception.
	 * @param message which part is wrong and why, free of control characters
	 */
	public InvalidInstanceException(String message) {
		super(message);
	}

}
