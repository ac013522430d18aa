package dev.discovery.backend;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A registry answered with a status that is a failure.
 */
@SuppressWarnings("serial")
public final class HttpStatusException extends BackendException {

	private final int status;

	HttpStatusException(int status, Kind kind, String message, @Nullable Duration retryAfter) {
		super(kind, message, null, retryAfter);
		this.status = status;
	}

	/**
	 * The HTTP status.
	 * @return from 100 to 599
	 */
	public int status() {
		return this.status;
	}

}
