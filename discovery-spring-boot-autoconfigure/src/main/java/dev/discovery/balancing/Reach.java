package dev.discovery.balancing;

import java.util.List;

import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;

/**
 * How far one level of a pool reaches.
 *
 * @param picker picks one of its members
 * @param from where its members begin in the pool's order
 * @param size how many they are
 * @param end up to where the calls are its own, in ten-thousandths
 */
record Reach(Picker picker, int from, int size, int end) {

	/**
	 * Where its members end.
	 */
	int to() {
		return this.from + this.size;
	}

	static Reach[] all(List<Level> levels, Policy policy, Rotation rotation) {
		Reach[] all = new Reach[levels.size()];
		int from = 0;
		int end = 0;
		for (int i = 0; i < all.length; i++) {
			Level level = levels.get(i);
			end += level.share();
			all[i] = new Reach(policy.over(level.members(), rotation), from, level.members().length, end);
			from += level.members().length;
		}
		return all;
	}

}
