package dev.discovery.balancing;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Who passed which filter when a pool was built. Its arrays are not to be changed.
 *
 * @param levels who gets the calls, the nearest first: of those who are UP, or of those
 * who are DOWN where nobody who is UP can be reached
 * @param unfit who could get calls by what the registry says and gets none, or is called
 * last: ejected, or failing the active health check
 * @param passedOver who is well and yet picked last
 * @param limbo who vanished from the registry together with most others
 * @param last who is picked when all the fit have been tried: passed over, in limbo, or
 * unfit but answering
 * @param panic whether so few were fit that all are used
 */
public record Selection(List<Level> levels, Candidate[] unfit, List<PassedOver> passedOver, Candidate[] limbo,
		Candidate[] last, boolean panic) {

	/**
	 * The same, with all the others of a service behind it; where nobody is fit here,
	 * they alone.
	 */
	Selection orElse(@Nullable Selection others) {
		if (others == null) {
			return this;
		}
		if (this.levels.isEmpty()) {
			return others;
		}
		Candidate[] more = without(others.inOrder(), inOrder());
		return new Selection(this.levels, this.unfit, this.passedOver, this.limbo, join(more, this.last), this.panic);
	}

	private static Candidate[] without(Candidate[] some, Candidate[] others) {
		Set<Candidate> left = Collections.newSetFromMap(new IdentityHashMap<>());
		left.addAll(Arrays.asList(others));
		return Arrays.stream(some).filter((candidate) -> !left.contains(candidate)).toArray(Candidate[]::new);
	}

	private static Candidate[] join(Candidate[] some, Candidate[] others) {
		if (some.length == 0 || others.length == 0) {
			return (some.length == 0) ? others : some;
		}
		Candidate[] all = Arrays.copyOf(some, some.length + others.length);
		System.arraycopy(others, 0, all, some.length, others.length);
		return all;
	}

	/**
	 * Who gets the calls, the nearest first.
	 * @return those of all levels
	 */
	public Candidate[] fit() {
		return (this.levels.size() == 1) ? this.levels.get(0).members()
				: this.levels.stream().map(Level::members).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

	/**
	 * Who gets no calls because of what is wrong with it. Where nobody is fit, those of
	 * the unfit who answer are called all the same.
	 * @return the unfit, but for those
	 */
	public Candidate[] uncalled() {
		return this.levels.isEmpty() ? without(this.unfit, this.last) : this.unfit;
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
		return join(fit(), this.last);
	}

}
