package dev.discovery.backend.http;

import dev.discovery.backend.BackendException;

/**
 * A stream on which nothing was heard for too long: perhaps there was nothing to say.
 */
@SuppressWarnings("serial")
public final class SilenceException extends BackendException {

	SilenceException(String message) {
		super(Kind.UNAVAILABLE, message);
	}

}
