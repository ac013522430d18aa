package dev.discovery.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map of strings in one array, sorted by key: for the handful of entries
 * that an instance carries, smaller than any hash map and as fast.
 */
final class Metadata extends AbstractMap<String, String> {

	static final Metadata EMPTY = new Metadata(new String[0]);

	private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u2028\u2029]");

	private final String[] keysAndValues;

	private Metadata(String[] keysAndValues) {
		this.keysAndValues = keysAndValues;
	}

	/**
	 * Copies the entries; control characters become spaces, so that a value can't break a
	 * header or a log line later.
	 * @param entries the entries; those without a key or a value are left out
	 * @return the map
	 */
	static Metadata of(Map<String, @Nullable String> entries) {
		if (entries instanceof Metadata metadata) {
			return metadata;
		}
		List<Entry<String, String>> sorted = new ArrayList<>(entries.size());
		boolean changed = false;
		for (Entry<String, @Nullable String> entry : entries.entrySet()) {
			String value = entry.getValue();
			if (entry.getKey() != null && value != null) {
				String key = withoutControls(entry.getKey());
				changed |= !key.equals(entry.getKey());
				sorted.add(Map.entry(key, withoutControls(value)));
			}
		}
		if (changed) {
			// some may have become the same
			return ofSorted(new TreeMap<>(
					sorted.stream().collect(Collectors.toMap(Entry::getKey, Entry::getValue, (a, b) -> b)))
				.entrySet());
		}
		sorted.sort(Entry.comparingByKey());
		return ofSorted(sorted);
	}

	private static Metadata ofSorted(Collection<Entry<String, String>> sorted) {
		if (sorted.isEmpty()) {
			return EMPTY;
		}
		String[] keysAndValues = new String[sorted.size() * 2];
		int i = 0;
		for (Entry<String, String> entry : sorted) {
			keysAndValues[i++] = entry.getKey();
			keysAndValues[i++] = entry.getValue();
		}
		return new Metadata(keysAndValues);
	}

	private static String withoutControls(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (breaksLines(text.charAt(i))) {
				return CONTROLS.matcher(text).replaceAll(" ");
			}
		}
		return text;
	}

	/**
	 * Whether something that shows or parses text may take the character for the end of a
	 * line, or worse.
	 */
	static boolean breaksLines(int c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
	}

	/** The same entries, each text replaced by an equal one. */
	Metadata map(UnaryOperator<String> replacement) {
		String[] replaced = new String[this.keysAndValues.length];
		for (int i = 0; i < replaced.length; i++) {
			replaced[i] = replacement.apply(this.keysAndValues[i]);
		}
		return new Metadata(replaced);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (other instanceof Metadata that) ? Arrays.equals(this.keysAndValues, that.keysAndValues)
				: super.equals(other);
	}

	@Override
	public int hashCode() {
		int hash = 0;
		for (int i = 0; i < this.keysAndValues.length; i += 2) {
			hash += this.keysAndValues[i].hashCode() ^ this.keysAndValues[i + 1].hashCode();
		}
		return hash;
	}

	@Override
	public @Nullable String get(@Nullable Object key) {
		for (int i = 0; i < this.keysAndValues.length; i += 2) {
			if (this.keysAndValues[i].equals(key)) {
				return this.keysAndValues[i + 1];
			}
		}
		return null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public int size() {
		return this.keysAndValues.length / 2;
	}

	@Override
	public Set<Entry<String, String>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Entry<String, String>> iterator() {
				return new Entries();
			}

			@Override
			public int size() {
				return Metadata.this.size();
			}

		};
	}

	private final class Entries implements Iterator<Entry<String, String>> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < Metadata.this.keysAndValues.length;
		}

		@Override
		public Entry<String, String> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			String key = Metadata.this.keysAndValues[this.next++];
			return Map.entry(key, Metadata.this.keysAndValues[this.next++]);
		}

	}

}
