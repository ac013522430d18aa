package dev.discovery.backend.consul;

import java.util.concurrent.CompletionException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;

/**
 * Says what to do where Consul refuses.
 */
final class ConsulPermissions {

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
			return new BackendException(Kind.DENIED,
					refused.getMessage() + ": the token of discovery.consul.token or "
							+ "discovery.consul.token-file must be valid and allow " + permission,
					refused, refused.retryAfter());
		}
		return cause;
	}

}
