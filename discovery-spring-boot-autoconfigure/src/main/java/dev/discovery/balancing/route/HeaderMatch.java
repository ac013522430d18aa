package dev.discovery.balancing.route;

import java.util.regex.Pattern;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a header: its first value counts.
 *
 * @param name the header, in any case
 * @param kind how its value is compared
 * @param value what it is compared with, empty where that doesn't matter
 * @param pattern the value as a regular expression, where it is one
 */
public record HeaderMatch(String name, Kind kind, String value, @Nullable Pattern pattern) {

	private static final Pattern SECRET = Pattern.compile("authorization|cookie|token|secret|password|key",
			Pattern.CASE_INSENSITIVE);

	/**
	 * How a value is compared.
	 */
	public enum Kind {

		/** It is the same. */
		EXACT,

		/** It begins with it. */
		PREFIX,

		/** All of it matches the regular expression. */
		REGEX,

		/** It is there, whatever its value. */
		PRESENT,

		/** It isn't there. */
		ABSENT

	}

	/**
	 * The header has this value.
	 * @param name the header
	 * @param value the value
	 * @return the condition
	 */
	public static HeaderMatch exact(String name, String value) {
		return new HeaderMatch(name, Kind.EXACT, value, null);
	}

	/**
	 * The header's value begins so.
	 * @param name the header
	 * @param prefix the beginning
	 * @return the condition
	 */
	public static HeaderMatch prefix(String name, String prefix) {
		return new HeaderMatch(name, Kind.PREFIX, prefix, null);
	}

	/**
	 * The header's whole value matches a regular expression. The only condition that
	 * allocates.
	 * @param name the header
	 * @param regex the expression
	 * @return the condition
	 * @throws java.util.regex.PatternSyntaxException if it is none
	 */
	public static HeaderMatch regex(String name, String regex) {
		return new HeaderMatch(name, Kind.REGEX, regex, Pattern.compile(regex));
	}

	/**
	 * The header is there.
	 * @param name the header
	 * @return the condition
	 */
	public static HeaderMatch present(String name) {
		return new HeaderMatch(name, Kind.PRESENT, "", null);
	}

	/**
	 * The header isn't there.
	 * @param name the header
	 * @return the condition
	 */
	public static HeaderMatch absent(String name) {
		return new HeaderMatch(name, Kind.ABSENT, "", null);
	}

	boolean matches(RequestView request) {
		String found = request.header(this.name);
		return switch (this.kind) {
			case EXACT -> this.value.equals(found);
			case PREFIX -> found != null && found.startsWith(this.value);
			case REGEX -> found != null && this.pattern != null && this.pattern.matcher(found).matches();
			case PRESENT -> found != null;
			case ABSENT -> found == null;
		};
	}

	/**
	 * The condition in words, without the value of a header that may be a secret.
	 */
	@Override
	public String toString() {
		String shown = SECRET.matcher(this.name).find() ? "***" : this.value;
		return "header " + this.name + switch (this.kind) {
			case EXACT -> "=" + shown;
			case PREFIX -> "=" + shown + "...";
			case REGEX -> "~" + shown;
			case PRESENT -> " present";
			case ABSENT -> " absent";
		};
	}

}
