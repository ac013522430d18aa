package dev.discovery.backend.http;

import java.time.Duration;

import dev.discovery.backend.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * A registry answered with a status that is a failure.
 */
@SuppressWarnings("serial")
public final class HttpStatusException extends BackendException {

	private final int status;

	/**
	 * Creates the exception.
	 * @param status the HTTP status
	 * @param kind what kind of failure it is, which decides how soon to try again
	 * @param message what happened and, where it is known, what to do
	 * @param retryAfter how long the registry asks to be left alone, if it does
	 */
	public HttpStatusException(int status, Kind kind, String message, @Nullable Duration retryAfter) {
		super(kind, message, null, retryAfter);
		this.status = status;
	}

	/**
	 * The HTTP status.
	 * @return the status, or 0 where a registry gave none
	 */
	public int status() {
		return this.status;
	}

}
