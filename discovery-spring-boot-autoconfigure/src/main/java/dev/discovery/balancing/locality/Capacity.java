package dev.discovery.balancing.locality;

import dev.discovery.balancing.policy.Candidate;

/**
 * What an instance says it has left, in its metadata {@code capacity}. From the
 * geographic routing of the service discovery pattern.
 *
 * @param min how much it must have; 0 where it doesn't matter
 */
public record Capacity(int min) {

	/** It doesn't matter. */
	public static final Capacity ANY = new Capacity(0);

	/** Metadata key of the capacity, a number. */
	public static final String METADATA = "capacity";

	/**
	 * Whether an instance has enough.
	 * @param candidate the instance
	 * @return true where it says nothing that could be understood
	 */
	public boolean isEnough(Candidate candidate) {
		String capacity = (this.min > 0) ? candidate.instance().getMetadata().get(METADATA) : null;
		if (capacity == null) {
			return true;
		}
		try {
			// which NaN isn't
			return !(Double.parseDouble(capacity) < this.min);
		}
		catch (NumberFormatException ex) {
			return true;
		}
	}

	/**
	 * Says why one is passed over.
	 * @return a reason that people understand
	 */
	public String whyNot() {
		return "its metadata says that its capacity is less than " + this.min;
	}

}
