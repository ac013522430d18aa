package dev.discovery.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map of strings in one array, sorted by key: for the handful of entries
 * that an instance carries, smaller than any hash map and as fast.
 */
final class Metadata extends AbstractMap<String, String> implements Comparable<Metadata> {

	static final Metadata EMPTY = new Metadata(new String[0]);

	private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u2028\u2029]");

	private final String[] keysAndValues;

	private Metadata(String[] keysAndValues) {
		this.keysAndValues = keysAndValues;
	}

	/** These keys, in their order, and their values. */
	static Metadata ofSorted(String[] keysAndValues) {
		return (keysAndValues.length > 0) ? new Metadata(keysAndValues) : EMPTY;
	}

	static String withoutControls(String text) {
		return breaksLines(text) ? CONTROLS.matcher(text).replaceAll(" ") : text;
	}

	/**
	 * Whether something that shows or parses text may take a character for the end of a
	 * line, or worse. Most texts are ASCII, which shows without a branch per character.
	 */
	static boolean breaksLines(String text) {
		int outside = 0;
		int length = text.length();
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			outside |= (c - ' ') | ('~' - c);
		}
		return outside < 0 && text.chars().anyMatch(Metadata::breaksLines);
	}

	private static boolean breaksLines(int c) {
		return c < ' ' || (c > '~' && (Character.isISOControl(c) || c == '\u2028' || c == '\u2029'));
	}

	/** The same entries, each text replaced by an equal one. */
	Metadata map(UnaryOperator<String> replacement) {
		String[] replaced = new String[this.keysAndValues.length];
		for (int i = 0; i < replaced.length; i++) {
			replaced[i] = replacement.apply(this.keysAndValues[i]);
		}
		return ofSorted(replaced);
	}

	/**
	 * An order that has no meaning but is the same for every reader.
	 */
	@Override
	public int compareTo(Metadata other) {
		return Arrays.compare(this.keysAndValues, other.keysAndValues);
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
