package dev.discovery.backend;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A registry could not answer, and why. The message is fit for a log and for actuator: it
 * holds no token.
 */
@SuppressWarnings("serial")
public class BackendException extends RuntimeException {

	private final Kind kind;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param kind what kind of failure it is, which decides how soon to try again
	 * @param message what happened and, where it is known, what to do
	 */
	public BackendException(Kind kind, String message) {
		this(kind, message, null, null);
	}

	/**
	 * Creates the exception.
	 * @param kind what kind of failure it is, which decides how soon to try again
	 * @param message what happened and, where it is known, what to do
	 * @param cause what caused it
	 * @param retryAfter how long the registry asks to be left alone, if it does
	 */
	public BackendException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(message, cause);
		this.kind = kind;
		this.retryAfter = retryAfter;
	}

	/**
	 * What kind of failure it is.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * How long the registry asks to be left alone.
	 * @return the time, or null if it doesn't say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * What this failure means to those who asked the same registry for something else.
	 * @return this one, unless it speaks of what was asked for; null if it says nothing
	 * about what others ask for
	 */
	public @Nullable BackendException forOthers() {
		return this;
	}

	/**
	 * The kinds of failure.
	 */
	public enum Kind {

		/** Nobody there: refused, no route, unknown host, connect timeout. */
		UNREACHABLE,

		/** Somebody there who can't answer now: 5xx, a deadline passed. */
		UNAVAILABLE,

		/** Somebody there who wants to be asked less: 429. */
		BUSY,

		/** Somebody there who won't answer: a token or a permission is missing. */
		DENIED,

		/** An answer that can't be used: malformed, too large, not the protocol. */
		INVALID

	}

}
