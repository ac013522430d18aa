package dev.discovery.directory;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a lookup when the registry has never answered, so that there is nothing to
 * fall back on. Once there was an answer, lookups never fail, unless
 * {@code discovery.cache.max-staleness} bounds the age of what they may return.
 */
@SuppressWarnings("serial")
public class NoAnswerException extends IllegalStateException {

	/**
	 * Creates the exception.
	 * @param message what was asked and what to do
	 * @param cause why the registry did not answer, if it is known
	 */
	public NoAnswerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
