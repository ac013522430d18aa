package dev.discovery.directory;

import java.time.Duration;

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

	/** What was known is too old. */
	static NoAnswerException outlived(String why, @Nullable Throwable cause) {
		return new NoAnswerException(why + ((cause != null) ? ": " + cause.getMessage() : ""), cause);
	}

	/** The registry can't be asked. */
	static NoAnswerException unreachable(String what, Throwable cause) {
		return new NoAnswerException(
				"Nothing is known yet about " + what + ", the registry can't be asked: " + cause.getMessage(), cause);
	}

	/** The registry has not answered in time. */
	static NoAnswerException silent(String what, Duration waited) {
		return new NoAnswerException("Nothing is known yet about " + what
				+ (waited.isZero()
						? ", and this thread must not wait for the first answer: ask through ReactiveDiscoveryClient "
								+ "or WebClient, or name the service in discovery.cache.prewarm"
						: ", the registry has not answered within " + waited.toMillis()
								+ " ms (discovery.cache.first-read-timeout)"),
				null);
	}

}
