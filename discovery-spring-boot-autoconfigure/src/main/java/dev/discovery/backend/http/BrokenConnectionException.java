package dev.discovery.backend.http;

import dev.discovery.backend.BackendException;

/**
 * A connection that broke before the answer was complete: perhaps somebody between here
 * and the registry took it for idle.
 */
@SuppressWarnings("serial")
public final class BrokenConnectionException extends BackendException {

	BrokenConnectionException(String message, Throwable cause) {
		super(Kind.UNAVAILABLE, message, cause, null);
	}

}
