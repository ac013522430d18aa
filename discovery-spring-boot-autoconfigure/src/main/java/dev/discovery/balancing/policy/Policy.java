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
	 * Makes a picker.
	 * @param candidates who may be picked, possibly nobody; not to be changed
	 * @param rotation the service's place in the round, kept from one picker to the next
	 * @return the picker
	 */
	Picker over(Candidate[] candidates, Rotation rotation);

}
