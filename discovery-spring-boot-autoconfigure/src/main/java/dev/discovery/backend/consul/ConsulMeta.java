package dev.discovery.backend.consul;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Metadata under the keys that Consul allows: letters, digits, {@code -} and {@code _}. A
 * key with anything else, such as {@code management.port}, is written with {@code _} in
 * its place, and its true name is kept in the entry {@value #KEYS}.
 */
final class ConsulMeta {

	/** The true names of the keys that were changed, separated by commas. */
	static final String KEYS = "discovery-keys";

	/** Consul's limit for a value. */
	private static final int LONGEST = 512;

	private ConsulMeta() {
	}

	static Map<String, String> write(Map<String, String> metadata) {
		Map<String, String> meta = new LinkedHashMap<>();
		List<String> changed = new ArrayList<>();
		metadata.forEach((key, value) -> {
			String allowed = allowed(key);
			if (!allowed.equals(key)) {
				changed.add(key);
			}
			if (meta.putIfAbsent(allowed, value) != null || key.indexOf(',') >= 0) {
				throw new BackendException(Kind.INVALID, "the metadata key '" + key + "' can't be written to Consul: "
						+ "it allows letters, digits, - and _ only, and '" + allowed + "' is taken or ambiguous");
			}
		});
		for (int part = 1; !changed.isEmpty(); part++) {
			meta.put(keysEntry(part), nextPart(changed));
		}
		return meta;
	}

	/**
	 * The first entry has the plain name, the others are numbered from 2.
	 */
	private static String keysEntry(int part) {
		return (part == 1) ? KEYS : KEYS + "-" + part;
	}

	/**
	 * Takes as many as fit into one value.
	 */
	private static String nextPart(List<String> keys) {
		StringBuilder part = new StringBuilder(keys.remove(0));
		while (!keys.isEmpty() && part.length() + 1 + keys.get(0).length() <= LONGEST) {
			part.append(',').append(keys.remove(0));
		}
		return part.toString();
	}

	static Map<String, @Nullable String> read(@Nullable Map<String, @Nullable String> meta) {
		if (meta == null) {
			return new LinkedHashMap<>();
		}
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(meta);
		String changed = metadata.remove(KEYS);
		for (int part = 2; changed != null; part++) {
			for (String key : changed.split(",")) {
				String allowed = allowed(key);
				if (!allowed.equals(key) && metadata.containsKey(allowed)) {
					metadata.put(key, metadata.remove(allowed));
				}
			}
			changed = metadata.remove(keysEntry(part));
		}
		return metadata;
	}

	private static String allowed(String key) {
		StringBuilder allowed = new StringBuilder(key.length());
		for (int i = 0; i < key.length(); i++) {
			char c = key.charAt(i);
			boolean fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
					|| c == '_';
			allowed.append(fine ? c : '_');
		}
		return allowed.toString();
	}

}
