package dev.discovery.backend.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What was sent to prove who is asking, and must not come back in a message. Immutable;
 * its text shows nothing.
 */
final class Secrets {

	private static final int SHORTEST = 4;

	private static final String MASK = "***";

	/** The longest first: one may be a part of another. */
	private final List<String> parts;

	private Secrets(Collection<String> parts) {
		this.parts = parts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
	}

	/**
	 * The parts of headers too: a registry may quote the token without its scheme, or the
	 * password that it has read.
	 */
	static Secrets of(Collection<String> headers) {
		TreeSet<String> parts = new TreeSet<>();
		for (String header : headers) {
			String[] words = header.strip().split("\\s+");
			for (String word : words) {
				add(parts, word);
			}
			if (words.length == 2 && words[0].equalsIgnoreCase("Basic")) {
				add(parts, password(words[1]));
			}
		}
		return new Secrets(parts);
	}

	private static void add(TreeSet<String> parts, String secret) {
		if (secret.length() >= SHORTEST) {
			parts.add(secret);
			parts.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
		}
	}

	private static String password(String encoded) {
		try {
			String user = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
			return user.substring(user.indexOf(':') + 1);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	/**
	 * The text without them, not even without one whose end was cut off.
	 */
	String masked(String text) {
		String masked = text;
		for (String part : this.parts) {
			masked = masked.replace(part, MASK);
		}
		for (String part : this.parts) {
			for (int length = part.length() - 1; length >= SHORTEST; length--) {
				if (masked.endsWith(part.substring(0, length))) {
					return masked.substring(0, masked.length() - length) + MASK;
				}
			}
		}
		return masked;
	}

	@Override
	public String toString() {
		return MASK;
	}

}
