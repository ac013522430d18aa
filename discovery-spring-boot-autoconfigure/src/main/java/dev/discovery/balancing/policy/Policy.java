package dev.discovery.balancing.policy;

/**
 * A way to choose: makes the picker for each new set of candidates. A bean of this type
 * can be named in {@code discovery.load-balancer.policy}.
 * <p>
 * Called whenever a pool is built, never on the path of a call; safe for use by several
 * threads.
 */
public interface Policy {

	/**
	 * The name by which configuration refers to it.
	 * @return lower case, words joined by {@code -}
	 */
	String name();

	/**
	 * The same policy as a service's configuration wants it. Asked once per service that
	 * has a configuration of its own, and once for all others.
	 * @param settings what is configured
	 * @return the policy for it, itself if it takes no settings
	 */
	default Policy with(PolicySettings settings) {
		return this;
	}

	/**
	 * Makes a picker.
	 * @param candidates who may be picked, possibly nobody; not to be changed
	 * @param rotation the service's place in the round, kept from one picker to the next
	 * @return the picker
	 */
	Picker over(Candidate[] candidates, Rotation rotation);

}
