package dev.discovery.autoconfigure;

/**
 * Thrown at startup when a property has a value that can't be used.
 */
@SuppressWarnings("serial")
public class InvalidDiscoveryPropertyException extends RuntimeException {

	private final String advice;

	/**
	 * Creates the exception.
	 * @param property the property's name
	 * @param value its value
	 * @param reason why the value can't be used
	 * @param advice what to do
	 */
	public InvalidDiscoveryPropertyException(String property, String value, String reason, String advice) {
		super(property + " is '" + value + "': " + reason);
		this.advice = advice;
	}

	/**
	 * What to do.
	 * @return an instruction
	 */
	public String getAdvice() {
		return this.advice;
	}

}
