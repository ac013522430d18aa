package dev.discovery.model;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at startup when a property can't mean what it says. Holds the parts apart, so
 * that a failure analyzer can print what to do.
 */
@SuppressWarnings("serial")
public class InvalidDiscoveryPropertyException extends IllegalArgumentException {

	private final String property;

	private final @Nullable String value;

	private final String reason;

	private final String advice;

	/**
	 * Creates the exception.
	 * @param property the property's full name
	 * @param value what it says, free of secrets, or null if it is missing
	 * @param reason what is wrong, as a sentence without its subject, such as "must be
	 * from 1 to 65535"
	 * @param advice what to do about it, as a sentence
	 */
	public InvalidDiscoveryPropertyException(String property, @Nullable String value, String reason, String advice) {
		super(Addresses.printable(property)
				+ ((value != null) ? "='" + Addresses.printable(value) + "': " + reason : ": " + reason));
		this.property = Addresses.printable(property);
		this.value = (value != null) ? Addresses.printable(value) : null;
		this.reason = reason;
		this.advice = advice;
	}

	/**
	 * Which property.
	 * @return its full name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * What it says, free of control characters.
	 * @return the value, or null if it is missing
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * What is wrong.
	 * @return a sentence without its subject
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String advice() {
		return this.advice;
	}

}
