package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;

import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.fitness.SlowStart;
import org.jspecify.annotations.Nullable;

/**
 * How far one level of a pool reaches. Its array is not to be changed.
 *
 * @param picker picks one of its members
 * @param members those of the level
 * @param end up to where the calls are its own, in ten-thousandths
 */
record Reach(Picker picker, Candidate[] members, int end) {

	static Reach[] all(List<Level> levels, Policy policy, Rotation rotation) {
		Reach[] all = new Reach[levels.size()];
		int end = 0;
		for (int i = 0; i < all.length; i++) {
			Level level = levels.get(i);
			end += level.share();
			all[i] = new Reach(policy.over(level.members(), rotation), level.members(), end);
		}
		return all;
	}

	/**
	 * Picks at the level whose turn it is, in proportion to the shares. Where there is
	 * but one, and nobody warms up there, it is the policy's own picker: each step more
	 * is felt in a pick.
	 */
	static Picker across(Reach[] levels, Rotation rotation) {
		Picker[] pickers = Arrays.stream(levels).map((level) -> level.warmingUp(rotation)).toArray(Picker[]::new);
		if (levels.length == 1 || levels[0].end() == Spillover.ALL) {
			return pickers[0];
		}
		return (context) -> {
			int drawn = rotation.any(Spillover.ALL);
			int level = 0;
			while (level < levels.length - 1 && drawn >= levels[level].end()) {
				level++;
			}
			return pickers[level].pick(context);
		};
	}

	/** Lets those who come to the full share by and by have no more than theirs. */
	private Picker warmingUp(Rotation rotation) {
		if (Arrays.stream(this.members).allMatch((member) -> member.stats().share() == SlowStart.FULL)) {
			return this.picker;
		}
		return (context) -> {
			Candidate picked = this.picker.pick(context);
			if (picked == null || rotation.any(SlowStart.FULL) < picked.stats().share()
					|| this.picker.insists(picked, context)) {
				return picked;
			}
			return nextWithFullShare(picked);
		};
	}

	boolean contains(Candidate candidate) {
		return place(candidate) < this.members.length;
	}

	/**
	 * Who takes the place of one that is passed over for now.
	 */
	Candidate nextWithFullShare(Candidate passedOver) {
		int place = place(passedOver);
		for (int i = 1; i < this.members.length; i++) {
			Candidate other = this.members[(place + i) % this.members.length];
			if (other.stats().share() == SlowStart.FULL) {
				return other;
			}
		}
		return passedOver;
	}

	/**
	 * The first one behind that one that the call has not been at.
	 * @return the candidate, or null if none is left here
	 */
	@Nullable Candidate nextUntried(Candidate tried, PickContext context) {
		int place = place(tried);
		for (int i = 1; i < this.members.length; i++) {
			Candidate other = this.members[(place + i) % this.members.length];
			if (!context.tried(other)) {
				return other;
			}
		}
		return null;
	}

	private int place(Candidate candidate) {
		int place = 0;
		while (place < this.members.length && this.members[place] != candidate) {
			place++;
		}
		return place;
	}

}
