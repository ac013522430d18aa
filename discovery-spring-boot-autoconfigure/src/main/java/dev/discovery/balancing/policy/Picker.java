package dev.discovery.balancing.policy;

import org.jspecify.annotations.Nullable;

/**
 * Picks one of the candidates that it was made for.
 * <p>
 * Immutable over its candidates; used by many threads at once without a lock; allocates
 * nothing.
 */
@FunctionalInterface
public interface Picker {

	/**
	 * Picks a candidate.
	 * @param context what is known about the call
	 * @return the candidate, or null if there is none
	 */
	@Nullable Candidate pick(PickContext context);

	/**
	 * Which part of calls like one a candidate gets, as long as all are idle.
	 * @param candidate one of the candidates
	 * @param size how many candidates there are
	 * @param context what is known about the calls
	 * @return from 0 to 1
	 */
	default double share(Candidate candidate, int size, PickContext context) {
		return 1.0 / size;
	}

	/**
	 * Whether the candidate gets the call even while it is warming up (slow start):
	 * because the call belongs there, or because the picker takes that into account
	 * itself.
	 * @param picked who was picked
	 * @param context what is known about the call
	 * @return whether nobody else may get it for that reason
	 */
	default boolean insists(Candidate picked, PickContext context) {
		return false;
	}

}
