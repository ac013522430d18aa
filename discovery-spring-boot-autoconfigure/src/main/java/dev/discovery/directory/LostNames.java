package dev.discovery.directory;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.discovery.directory.Losses.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Names of services that a registry no longer knows.
 *
 * @param hold how long to keep what is missing
 */
record LostNames(Duration hold) implements Losses<Set<String>> {

	@Override
	public Verdict judge(Set<String> before, Set<String> after, boolean afterOutage) {
		Set<String> missing = missing(before, after);
		int gone = (missing != null) ? missing.size() : 0;
		boolean many = afterOutage ? 2 * gone >= before.size() : after.isEmpty() && gone > 1;
		return (gone > 0 && many) ? new Verdict(false, this.hold) : Verdict.BELIEVED;
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
