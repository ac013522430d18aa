package dev.discovery.balancing;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Who passed which filter when a pool was built. Its arrays are not to be changed.
 *
 * @param fit who gets the calls
 * @param unfit who the registry says is UP and yet gets none: ejected, or failing the
 * active health check
 * @param limbo who vanished from the registry together with most others
 * @param last who is picked when all the fit have been tried: in limbo, or unfit but
 * answering
 * @param panic whether so few were fit that all are used
 */
public record Selection(Candidate[] fit, Candidate[] unfit, Candidate[] limbo, Candidate[] last, boolean panic) {

	/**
	 * The same, with all the others of a service behind it; where nobody is fit here,
	 * they alone.
	 */
	Selection orElse(@Nullable Selection others) {
		if (others == null) {
			return this;
		}
		if (this.fit.length == 0) {
			return others;
		}
		Set<Candidate> own = Collections.newSetFromMap(new IdentityHashMap<>());
		Stream.of(this.fit, this.last).flatMap(Arrays::stream).forEach(own::add);
		Candidate[] more = Arrays.stream(others.inOrder())
			.filter((candidate) -> !own.contains(candidate))
			.toArray(Candidate[]::new);
		return new Selection(this.fit, this.unfit, this.limbo, join(more, this.last), this.panic);
	}

	private static Candidate[] join(Candidate[] some, Candidate[] others) {
		Candidate[] all = Arrays.copyOf(some, some.length + others.length);
		System.arraycopy(others, 0, all, some.length, others.length);
		return all;
	}

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
		return join(first, this.last);
	}

}
