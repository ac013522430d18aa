package dev.discovery.autoconfigure.kubernetes;

import java.util.regex.Pattern;

/**
 * What Kubernetes takes for a label selector.
 */
final class PodSelectors {

	private static final String KEY = "!?([A-Za-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?";

	private static final String VALUE = "([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?";

	private static final String TERM = "\\s*" + KEY + "\\s*((==?|!=)\\s*" + VALUE + "|\\s(in|notin)\\s*\\(\\s*" + VALUE
			+ "(\\s*,\\s*" + VALUE + ")*\\s*\\))?\\s*";

	private static final Pattern SELECTOR = Pattern.compile(TERM + "(," + TERM + ")*");

	private PodSelectors() {
	}

	static boolean isValid(String selector) {
		return selector.length() <= 1_000 && SELECTOR.matcher(selector).matches();
	}

}
