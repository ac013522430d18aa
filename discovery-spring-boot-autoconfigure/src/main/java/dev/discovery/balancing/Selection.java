package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;

/**
 * Who passed which filter when a pool was built. Its arrays are not to be changed.
 *
 * @param levels who gets the calls, the nearest first
 * @param unfit who the registry says is UP and yet gets none: ejected, or failing the
 * active health check
 * @param passedOver who is well and yet picked last
 * @param limbo who vanished from the registry together with most others
 * @param down who the registry says is DOWN and gets calls all the same, because it says
 * so of all; empty unless nobody is UP or in limbo
 * @param last who is picked when all the fit have been tried: passed over, in limbo,
 * unfit but answering, or all that are DOWN
 * @param panic whether so few were fit that all are used
 */
public record Selection(List<Level> levels, Candidate[] unfit, List<PassedOver> passedOver, Candidate[] limbo,
		Candidate[] down, Candidate[] last, boolean panic) {

	/**
	 * Who gets the calls, the nearest first.
	 * @return those of all levels
	 */
	public Candidate[] fit() {
		return this.levels.stream().map(Level::members).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

	/**
	 * The levels that are picked from: those of the fit, or else the last resort.
	 */
	List<Level> first() {
		return this.levels.isEmpty() ? List.of(new Level("", this.last, Spillover.ALL)) : this.levels;
	}

	/**
	 * Those who are picked from, and then those who are picked last.
	 */
	Candidate[] inOrder() {
		return this.levels.isEmpty() ? this.last
				: Stream.of(fit(), this.last).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

}
