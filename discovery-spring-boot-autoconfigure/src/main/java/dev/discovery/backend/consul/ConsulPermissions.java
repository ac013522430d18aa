package dev.discovery.backend.consul;

import java.util.concurrent.CompletionException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.RefusedQuestionException;

/**
 * Says what to do where Consul refuses.
 */
final class ConsulPermissions {

	private static final String TOKEN = "the token of discovery.consul.token or discovery.consul.token-file "
			+ "must be valid and allow ";

	private ConsulPermissions() {
	}

	/**
	 * Adds which permission is missing, and where the token comes from.
	 * @param failure what went wrong
	 * @param permission what the token must allow
	 * @return the same, unless it is a refusal
	 */
	static Throwable explained(Throwable failure, String permission) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof BackendException refused && refused.kind() == Kind.DENIED) {
			boolean onlyThis = refused.forOthers() == null;
			return new RefusedQuestionException(refused.getMessage() + ": " + TOKEN + permission,
					onlyThis ? null : "what others ask for is refused: " + TOKEN + "what is asked for", refused,
					refused.retryAfter());
		}
		return cause;
	}

}
