package dev.discovery.observe;

/**
 * Makes what comes from outside fit for a line.
 */
final class OneLine {

	private static final int MAX_LENGTH = 500;

	private OneLine() {
	}

	static String of(String text) {
		String bounded = (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH - 1) + "…";
		return bounded.chars().noneMatch(Character::isISOControl) ? bounded : bounded.replaceAll("\\p{Cntrl}", " ");
	}

}
