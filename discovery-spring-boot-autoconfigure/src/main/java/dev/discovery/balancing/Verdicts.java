package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Reachability;
import dev.discovery.model.Health;

/**
 * What becomes of each candidate of a scope. Each is looked at once, since a look goes
 * through memory far apart, and what is seen becomes a handful of bits; all that depends
 * on the others is decided for each combination of bits, by how many have it.
 * <p>
 * Where nobody who is UP can be reached, the registry isn't believed of those who are
 * DOWN: an agent that stood still says so of everybody, or of one before the other, and
 * if it is true a call is lost anyway. Both are called then, until somebody answers: who
 * is UP and has only lost calls so far may be back at any time.
 */
final class Verdicts {

	private static final int UP = 1;

	private static final int DOWN = 2;

	private static final int LIMBO = 4;

	/** It isn't taken out by hand. */
	private static final int FREE = 8;

	private static final int PREFERRED = 16;

	private static final int WELL = 32;

	/** Connections to it can be made. */
	private static final int THERE = 64;

	private static final int COMBINATIONS = 128;

	private final Capacity capacity;

	/** Who is UP, who is DOWN, and who is in limbo. */
	private final Candidate[] candidates;

	private final byte[] seen;

	private final int[] counts = new int[COMBINATIONS];

	private final Verdict[] verdicts = new Verdict[COMBINATIONS];

	private final boolean doubted;

	private boolean allByHand;

	/** Whether calls arrive at somebody who is UP, as far as is known. */
	private boolean reachable;

	private int size;

	/**
	 * Looks at the candidates.
	 * @param scope who matters
	 * @param all the service's candidates
	 * @param capacity who has enough left to be preferred
	 * @param alone whether there is nobody else to call
	 * @param mayDoubt whether the registry may be doubted then
	 */
	Verdicts(Scope scope, Candidates all, Capacity capacity, boolean alone, boolean mayDoubt) {
		this.capacity = capacity;
		List<Candidate> candidates = all.all();
		this.candidates = new Candidate[candidates.size()];
		this.seen = new byte[candidates.size()];
		int listed = all.snapshot().instances().size();
		List<Candidate> down = new ArrayList<>();
		for (Candidate candidate : candidates.subList(0, listed)) {
			Health health = candidate.instance().getHealth();
			if (health == Health.UP && scope.contains(candidate.instance())) {
				add(candidate, UP);
			}
			else if (health == Health.DOWN && scope.contains(candidate.instance())) {
				down.add(candidate);
			}
		}
		down.forEach((candidate) -> add(candidate, DOWN));
		for (Candidate candidate : candidates.subList(listed, candidates.size())) {
			if (candidate.instance().getHealth() == Health.UP && scope.contains(candidate.instance())) {
				add(candidate, LIMBO);
			}
		}
		this.doubted = alone && mayDoubt && !this.reachable && !is(LIMBO) && is(DOWN);
		if (this.doubted) {
			equate();
		}
		decide(alone);
	}

	private void add(Candidate candidate, int listed) {
		Ejection ejection = candidate.stats().ejection();
		// of those whom nobody vouches for the ones that calls have not found wanting, as
		// of now: a first failure changes nothing before the pool is built anew, and a
		// retry goes elsewhere
		boolean preferred = (listed == DOWN) ? candidate.stats().consecutiveFailures() == 0
				: this.capacity.isEnough(candidate);
		int bits = listed;
		bits |= (ejection == null || ejection.reason() != Ejection.Reason.QUARANTINE) ? FREE : 0;
		bits |= preferred ? PREFERRED : 0;
		bits |= (ejection == null && candidate.stats().ailment() == null) ? WELL : 0;
		bits |= (ejection == null || ejection.reason() != Ejection.Reason.UNREACHABLE) ? THERE : 0;
		this.reachable |= listed == UP && has(bits, THERE) && !Reachability.isOutOfReach(candidate.stats());
		this.candidates[this.size] = candidate;
		this.seen[this.size++] = (byte) bits;
		this.counts[bits]++;
	}

	/** Who is UP, and not out for not being there, is called as if it were DOWN. */
	private void equate() {
		for (int i = 0; i < this.size; i++) {
			int bits = this.seen[i];
			if (has(bits, UP | THERE)) {
				this.counts[bits]--;
				bits = (bits & ~UP) | DOWN | PREFERRED;
				this.counts[bits]++;
				this.seen[i] = (byte) bits;
			}
		}
	}

	/** What is done by hand or by preference never takes the last one. */
	private void decide(boolean alone) {
		int called = this.doubted ? DOWN : UP;
		int usable = (!alone || is(called | FREE)) ? FREE : 0;
		this.allByHand = usable == 0;
		int wanted = is(called | usable | WELL | PREFERRED) ? PREFERRED : 0;
		int there = is(called | usable | WELL) ? THERE : 0;
		for (int bits = 0; bits < COMBINATIONS; bits++) {
			boolean isUsable = has(bits, usable);
			Verdict verdict = Verdict.ABSENT;
			if (has(bits, LIMBO)) {
				verdict = isUsable ? Verdict.LIMBO : Verdict.GONE;
			}
			else if (has(bits, called)) {
				verdict = called(isUsable && has(bits, there), has(bits, wanted), has(bits, WELL));
			}
			else if (has(bits, UP)) {
				// it can't be reached: its lease hasn't run out yet
				verdict = Verdict.OUT;
			}
			this.verdicts[bits] = verdict;
		}
	}

	private static Verdict called(boolean usable, boolean wanted, boolean well) {
		if (usable && wanted) {
			return well ? Verdict.FIT : Verdict.UNFIT;
		}
		return (usable && well) ? Verdict.SPARE : Verdict.OUT;
	}

	/** Whether there is somebody of whom all of this is true. */
	private boolean is(int bits) {
		for (int other = bits; other < COMBINATIONS; other++) {
			if (this.counts[other] != 0 && has(other, bits)) {
				return true;
			}
		}
		return false;
	}

	private static boolean has(int bits, int some) {
		return (bits & some) == some;
	}

	/**
	 * All whom the shares of the levels depend on; {@link #of} takes their places.
	 */
	Candidate[] members() {
		int limbo = count(Verdict.LIMBO) + count(Verdict.GONE);
		return (limbo == 0 && this.size == this.candidates.length) ? this.candidates
				: Arrays.copyOf(this.candidates, this.size - limbo);
	}

	Verdict of(int place) {
		return this.verdicts[this.seen[place]];
	}

	/** Those of one verdict, as they are listed. */
	Candidate[] those(Verdict verdict) {
		Candidate[] those = new Candidate[count(verdict)];
		for (int i = 0, next = 0; next < those.length; i++) {
			if (of(i) == verdict) {
				those[next++] = this.candidates[i];
			}
		}
		return those;
	}

	private int count(Verdict verdict) {
		int count = 0;
		for (int bits = 0; bits < COMBINATIONS; bits++) {
			count += (this.verdicts[bits] == verdict) ? this.counts[bits] : 0;
		}
		return count;
	}

	/** Whether nobody who could be called is there but those taken out by hand. */
	boolean allByHand() {
		return this.allByHand;
	}

	/** Whether those that are DOWN are called. */
	boolean doubted() {
		return this.doubted;
	}

	/** What is to be said of those who are spare. */
	PassedOver passedOver(Candidate[] spare) {
		return this.doubted
				? new PassedOver(Step.REGISTRY, spare, "the registry says DOWN, and its own last call failed")
				: new PassedOver(Step.CAPACITY, spare, this.capacity.whyNot());
	}

}
