package dev.discovery.directory;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Names of services that a registry no longer knows.
 */
final class LostNames implements Recovery.Losses<Set<String>> {

	@Override
	public boolean areMany(Set<String> before, Set<String> after) {
		Set<String> missing = missing(before, after);
		return missing != null && 2 * missing.size() >= before.size();
	}

	@Override
	public @Nullable Set<String> missing(Set<String> before, Set<String> after) {
		Set<String> missing = new HashSet<>(before);
		missing.removeAll(after);
		return missing.isEmpty() ? null : missing;
	}

	@Override
	public Set<String> join(Set<String> answer, Set<String> missing) {
		Set<String> all = new HashSet<>(answer);
		all.addAll(missing);
		return all;
	}

}
