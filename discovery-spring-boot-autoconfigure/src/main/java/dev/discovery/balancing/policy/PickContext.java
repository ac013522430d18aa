package dev.discovery.balancing.policy;

/**
 * What a pick may know about the call. Used by one thread at a time.
 */
@FunctionalInterface
public interface PickContext {

	/**
	 * A call about which nothing is known.
	 */
	PickContext NONE = (candidate) -> false;

	/**
	 * Whether this call has already been at the candidate, so that it should go
	 * elsewhere.
	 * @param candidate a candidate
	 * @return whether it was tried
	 */
	boolean tried(Candidate candidate);

}
