package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;

/**
 * Who passed which filter when a pool was built. Its arrays are not to be changed.
 *
 * @param fit who gets the calls
 * @param unfit who the registry says is UP and yet gets none: ejected, or failing the
 * active health check
 * @param limbo who vanished from the registry together with most others
 * @param down who the registry says is DOWN and gets calls all the same, because it says
 * so of all; empty unless nobody is UP or in limbo
 * @param last who is picked when all the fit have been tried: in limbo, unfit but
 * answering, or all that are DOWN
 * @param panic whether so few were fit that all are used
 */
public record Selection(Candidate[] fit, Candidate[] unfit, Candidate[] limbo, Candidate[] down, Candidate[] last,
		boolean panic) {

	/**
	 * Those who are picked from.
	 */
	Candidate[] first() {
		return (this.fit.length != 0) ? this.fit : this.last;
	}

	/**
	 * Those who are picked from, and then those who are picked last.
	 */
	Candidate[] inOrder() {
		Candidate[] first = first();
		if (first == this.last || this.last.length == 0) {
			return first;
		}
		Candidate[] all = new Candidate[first.length + this.last.length];
		System.arraycopy(first, 0, all, 0, first.length);
		System.arraycopy(this.last, 0, all, first.length, this.last.length);
		return all;
	}

}
