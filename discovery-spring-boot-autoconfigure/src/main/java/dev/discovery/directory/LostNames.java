package dev.discovery.directory;

import java.util.HashSet;
import java.util.Set;

/**
 * Names of services that a registry no longer knows.
 */
final class LostNames implements Recovery.Losses<Set<String>> {

	@Override
	public boolean areMany(Set<String> before, Set<String> after) {
		long lost = before.stream().filter((name) -> !after.contains(name)).count();
		return lost > 0 && 2 * lost >= before.size();
	}

	@Override
	public Set<String> restore(Set<String> before, Set<String> after) {
		if (after.containsAll(before)) {
			return after;
		}
		Set<String> all = new HashSet<>(before);
		all.addAll(after);
		return all;
	}

}
