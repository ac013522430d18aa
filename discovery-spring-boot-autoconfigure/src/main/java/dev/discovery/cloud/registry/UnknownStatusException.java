package dev.discovery.cloud.registry;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Thrown when somebody sets a status that doesn't exist. Over HTTP it is the caller's
 * fault, not the server's; where there is no Spring MVC or WebFlux, the annotation isn't
 * looked at.
 */
@SuppressWarnings("serial")
@ResponseStatus(HttpStatus.BAD_REQUEST)
public class UnknownStatusException extends IllegalArgumentException {

	/**
	 * Creates the exception.
	 * @param message which status, and those that exist
	 * @param cause what refused it
	 */
	public UnknownStatusException(String message, Throwable cause) {
		super(message, cause);
	}

}
