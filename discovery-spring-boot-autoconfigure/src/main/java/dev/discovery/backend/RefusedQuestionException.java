package dev.discovery.backend;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A registry won't answer a question, which the message names; it may answer others.
 * Whoever asks for something else is told nothing, or something that doesn't name it.
 */
@SuppressWarnings("serial")
public final class RefusedQuestionException extends BackendException {

	private final @Nullable BackendException forOthers;

	/**
	 * Creates the exception.
	 * @param message what was refused and, where it is known, what to do
	 * @param forOthers what those hear who asked for something else, if they may well be
	 * refused too; null where the registry has said that it is well, and answers whoever
	 * may ask
	 * @param cause what caused it
	 * @param retryAfter how long the registry asks to be left alone, if it does
	 */
	public RefusedQuestionException(String message, @Nullable String forOthers, @Nullable Throwable cause,
			@Nullable Duration retryAfter) {
		super(Kind.DENIED, message, cause, retryAfter);
		this.forOthers = (forOthers != null) ? new BackendException(Kind.DENIED, forOthers) : null;
	}

	@Override
	public @Nullable BackendException forOthers() {
		return this.forOthers;
	}

}
