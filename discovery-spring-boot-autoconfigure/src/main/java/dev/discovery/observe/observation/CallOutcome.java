package dev.discovery.observe.observation;

import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * How a call ended.
 */
public enum CallOutcome {

	/**
	 * Answered, with a status below 400 or one of no HTTP.
	 */
	SUCCESS,

	/**
	 * Answered with 400 to 499.
	 */
	CLIENT_ERROR,

	/**
	 * Answered with 500 or more.
	 */
	SERVER_ERROR,

	/**
	 * There was no answer.
	 */
	FAILURE,

	/**
	 * A limit or the circuit breaker didn't allow it.
	 */
	REFUSED,

	/**
	 * There was nobody to call.
	 */
	NO_INSTANCE,

	/**
	 * The caller gave up.
	 */
	CANCELLED,

	/**
	 * The call, or its last attempt, is under way.
	 */
	UNKNOWN;

	private static final int BAD_REQUEST = 400;

	private static final int SERVER = 500;

	/**
	 * The word for it in tags.
	 * @return the name in lower case
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	static CallOutcome of(int status) {
		if (status >= SERVER) {
			return SERVER_ERROR;
		}
		return (status >= BAD_REQUEST) ? CLIENT_ERROR : SUCCESS;
	}

	static CallOutcome of(Throwable failure) {
		return (failure instanceof CancellationException) ? CANCELLED : FAILURE;
	}

}
