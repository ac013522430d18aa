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
		if (!changed.isEmpty()) {
			meta.put(KEYS, String.join(",", changed));
		}
		return meta;
	}

	static Map<String, @Nullable String> read(@Nullable Map<String, @Nullable String> meta) {
		if (meta == null) {
			return new LinkedHashMap<>();
		}
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(meta);
		String changed = metadata.remove(KEYS);
		if (changed != null) {
			for (String key : changed.split(",")) {
				String allowed = allowed(key);
				if (!allowed.equals(key) && metadata.containsKey(allowed)) {
					metadata.put(key, metadata.remove(allowed));
				}
			}
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
