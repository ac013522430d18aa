package dev.discovery.backend.http;

import dev.discovery.backend.BackendException;

/**
 * Nothing was heard for too long: of a stream, perhaps there was nothing to say.
 */
@SuppressWarnings("serial")
public final class SilenceException extends BackendException {

	SilenceException(String message) {
		super(Kind.UNAVAILABLE, message);
	}

}
