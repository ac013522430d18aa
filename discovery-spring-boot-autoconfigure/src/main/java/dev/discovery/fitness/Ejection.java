package dev.discovery.fitness;

/**
 * Why an instance gets no calls for a while. Immutable.
 *
 * @param reason which rule it broke
 * @param detail what was seen, for people
 * @param since when it began, by the ticker, in nanoseconds
 * @param until when it ends at the earliest, by the ticker, in nanoseconds
 * @param times the how-manyeth ejection in a row this is, from 1
 */
public record Ejection(Reason reason, String detail, long since, long until, int times) {

	/**
	 * The rules.
	 */
	public enum Reason {

		/** So many failures in a row. */
		CONSECUTIVE_FAILURES,

		/**
		 * So many in a row that never arrived: nobody is there. That is no judgement, and
		 * such an instance is as little to be reckoned with as if the registry had taken
		 * it off its list.
		 */
		UNREACHABLE,

		/** Far less successful than the others. */
		SUCCESS_RATE,

		/** Nearly all of its calls fail. */
		FAILURE_PERCENTAGE,

		/** It has calls and answers none. */
		HUNG,

		/** Taken out by hand. */
		QUARANTINE

	}

	Ejection because(Reason better, String detail) {
		return new Ejection(better, detail, this.since, this.until, this.times);
	}

	Ejection extendedTo(long later) {
		return new Ejection(this.reason, this.detail, this.since, later, this.times);
	}

}
