package dev.discovery.observe;

import java.util.regex.Pattern;

/**
 * Makes what comes from outside fit for a line.
 */
final class OneLine {

	private static final int MAX_LENGTH = 500;

	/**
	 * Control characters beyond ASCII too, and the separators of lines and paragraphs.
	 */
	private static final Pattern BREAKING = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

	private OneLine() {
	}

	static String of(String text) {
		String bounded = (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH - 1) + "…";
		return BREAKING.matcher(bounded).replaceAll(" ");
	}

}
