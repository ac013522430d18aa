package dev.discovery.backend;

import java.time.Duration;

/**
 * Hears of the exchanges with a registry. Called on any thread; must not block or throw.
 */
public interface RegistryObserver {

	/**
	 * Hears nothing.
	 */
	RegistryObserver NONE = new RegistryObserver() {
	};

	/**
	 * An exchange ended.
	 * @param backend the backend's name
	 * @param operation what was asked: {@code read}, {@code names}, {@code sync},
	 * {@code put}, {@code renew} or {@code remove}
	 * @param outcome {@code success}, or the kind of failure in lower case
	 * @param took from the question to the end of the answer; of a long poll that
	 * includes the wait
	 */
	default void exchanged(String backend, String operation, String outcome, Duration took) {
	}

	/**
	 * An entry of an answer could not be used and was left out.
	 * @param backend the backend's name
	 * @param reason why, as one of a few fixed words: fit for a meter's tag
	 */
	default void dropped(String backend, String reason) {
	}

	/**
	 * An entry of an answer is doubtful, and was let in all the same.
	 * @param backend the backend's name
	 * @param reason why, as one of a few fixed words: fit for a meter's tag
	 */
	default void doubted(String backend, String reason) {
	}

	/**
	 * An observer whose exceptions are swallowed.
	 * @param observer the one that may throw
	 * @return one that doesn't
	 */
	static RegistryObserver guarded(RegistryObserver observer) {
		return (observer == NONE || observer instanceof GuardedRegistryObserver) ? observer
				: new GuardedRegistryObserver(observer);
	}

}
