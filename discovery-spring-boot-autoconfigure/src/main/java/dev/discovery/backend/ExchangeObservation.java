package dev.discovery.backend;

import org.jspecify.annotations.Nullable;

/**
 * Hears how one exchange with a registry ends. Called once, on any thread; must not block
 * or throw.
 */
@FunctionalInterface
public interface ExchangeObservation {

	/**
	 * Hears nothing.
	 */
	ExchangeObservation NONE = (outcome, cause) -> {
	};

	/**
	 * The exchange ended.
	 * @param outcome {@code success}, {@code cancelled} where nobody waits for the answer
	 * any more, or the kind of failure in lower case
	 * @param cause what went wrong, if something did
	 */
	void ended(String outcome, @Nullable BackendException cause);

}
