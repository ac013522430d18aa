package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

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
	 * An exchange begins, on the thread that asks.
	 * @param backend the backend's name
	 * @param operation what is asked, one of the words of {@link #exchanged}
	 * @return hears how it ends; {@link ExchangeObservation#NONE} where nobody wants to
	 */
	default ExchangeObservation exchanging(String backend, String operation) {
		return ExchangeObservation.NONE;
	}

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
	 * This application's registration stands differently: it is held, was interrupted,
	 * could not be made yet ({@code PENDING}, with the cause), or was given back. Told
	 * once each time, not per attempt.
	 * @param backend the backend's name
	 * @param instance who is registered
	 * @param state how it stands now
	 * @param cause what went wrong, if that is known
	 */
	default void leased(String backend, Instance instance, Lease.State state, @Nullable BackendException cause) {
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
