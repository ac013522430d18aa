package dev.discovery.backend.composite;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that any registry knows.
 */
final class NamesMerge implements Merge<Set<String>> {

	@Override
	public Set<String> of(List<Part<Set<String>>> parts) {
		Set<String> all = new HashSet<>();
		for (Part<Set<String>> part : parts) {
			Set<String> names = part.content();
			if (names != null) {
				all.addAll(names);
			}
		}
		return Set.copyOf(all);
	}

	@Override
	public boolean isEmpty(Set<String> content) {
		return content.isEmpty();
	}

	@Override
	public boolean isSameContent(Set<String> one, Set<String> other) {
		return one.equals(other);
	}

}
