package dev.discovery.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Collects the entries of an instance's metadata. Control characters become spaces, so
 * that a value can't break a header or a log line later.
 */
final class MetadataBuilder {

	/** Up to here a look at all is faster than a table. */
	private static final int FEW = 32;

	private @Nullable String[] keysAndValues = new String[8];

	private int length;

	/** Which of the first values are nobody else's, as bits. */
	private long own;

	/** What all of it was copied from, if it is that already. */
	private @Nullable Metadata whole;

	/**
	 * Takes these in place of what was there; those without a key or a value are left
	 * out.
	 */
	void set(Map<String, @Nullable String> entries) {
		this.length = 0;
		this.own = 0;
		entries.forEach((key, value) -> {
			if (key != null && value != null) {
				append(key, value);
			}
		});
		this.whole = (entries instanceof Metadata metadata) ? metadata : null;
	}

	/**
	 * Puts one in place of what has the same key; null takes that away.
	 * @return where it stands, or -1
	 */
	int put(String key, @Nullable String value) {
		int place = place(key);
		if (place < 0 && value != null) {
			append(key, value);
			return this.length - 2;
		}
		if (place >= 0 && !Objects.equals(this.keysAndValues[place + 1], value)) {
			this.keysAndValues[place + 1] = value;
			this.whole = null;
		}
		return place;
	}

	private void append(String key, String value) {
		if (this.length == this.keysAndValues.length) {
			this.keysAndValues = Arrays.copyOf(this.keysAndValues, 2 * this.length);
		}
		this.keysAndValues[this.length++] = key;
		this.keysAndValues[this.length++] = value;
		this.whole = null;
	}

	/** Puts one whose value is nobody else's: there is nothing to be shared. */
	void putOwn(String key, @Nullable String value) {
		int place = put(key, value);
		if (place >= 0 && place < Long.SIZE) {
			this.own |= 1L << place;
		}
	}

	@Nullable String get(String key) {
		int place = place(key);
		return (place >= 0) ? this.keysAndValues[place + 1] : null;
	}

	private int place(String key) {
		for (int i = 0; i < this.length; i += 2) {
			if (key.equals(this.keysAndValues[i])) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Checks and cleans all.
	 * @param sharing makes equal texts the same
	 * @throws InvalidInstanceException if an entry is of no use in a URL, and would be
	 * part of one
	 */
	Metadata build(Sharing sharing) {
		String[] clean = new String[this.length];
		int count = 0;
		boolean changed = false;
		for (int i = 0; i < this.length; i += 2) {
			String key = Objects.requireNonNull(this.keysAndValues[i]);
			String value = this.keysAndValues[i + 1];
			if (value != null) {
				ManagementRules.require(key, value);
				clean[count] = sharing.clean(key, i);
				clean[count + 1] = isOwn(i) ? Metadata.withoutControls(value) : sharing.clean(value, i + 1);
				changed |= !key.equals(clean[count]);
				count += 2;
			}
		}
		if (this.whole != null) {
			return sharing.one(this.whole);
		}
		// where a key was changed, some may have become the same
		Metadata metadata = Metadata
			.ofSorted((changed || count > 2 * FEW) ? sortedByTable(clean, count) : sorted(clean, count));
		return (this.own == 0) ? sharing.one(metadata) : metadata;
	}

	private boolean isOwn(int place) {
		return place < Long.SIZE && (this.own >> place & 1) != 0;
	}

	private static String[] sortedByTable(String[] clean, int count) {
		Map<String, String> table = new TreeMap<>();
		for (int i = 0; i < count; i += 2) {
			table.put(clean[i], clean[i + 1]);
		}
		String[] sorted = new String[2 * table.size()];
		int i = 0;
		for (Map.Entry<String, String> entry : table.entrySet()) {
			sorted[i++] = entry.getKey();
			sorted[i++] = entry.getValue();
		}
		return sorted;
	}

	/** By insertion: they are few, and often in order. */
	private static String[] sorted(String[] pairs, int count) {
		for (int i = 2; i < count; i += 2) {
			String key = pairs[i];
			String value = pairs[i + 1];
			int to = i;
			for (; to > 0 && pairs[to - 2].compareTo(key) > 0; to -= 2) {
				pairs[to] = pairs[to - 2];
				pairs[to + 1] = pairs[to - 1];
			}
			pairs[to] = key;
			pairs[to + 1] = value;
		}
		return (count == pairs.length) ? pairs : Arrays.copyOf(pairs, count);
	}

}
