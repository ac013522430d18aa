package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * What a header must be. Its first value counts.
 */
public class HeaderMatchProperties {

	/**
	 * It is this.
	 */
	private @Nullable String exact;

	/**
	 * It begins with this.
	 */
	private @Nullable String prefix;

	/**
	 * All of it matches this regular expression.
	 */
	private @Nullable String regex;

	/**
	 * Whether it is there at all.
	 */
	private @Nullable Boolean present;

	public @Nullable String getExact() {
		return this.exact;
	}

	public void setExact(@Nullable String exact) {
		this.exact = exact;
	}

	public @Nullable String getPrefix() {
		return this.prefix;
	}

	public void setPrefix(@Nullable String prefix) {
		this.prefix = prefix;
	}

	public @Nullable String getRegex() {
		return this.regex;
	}

	public void setRegex(@Nullable String regex) {
		this.regex = regex;
	}

	public @Nullable Boolean getPresent() {
		return this.present;
	}

	public void setPresent(@Nullable Boolean present) {
		this.present = present;
	}

	/**
	 * Checks the properties.
	 * @param property where they stand
	 * @param name the header
	 */
	List<HeaderMatch> toMatches(String property, String name) {
		List<HeaderMatch> matches = new ArrayList<>();
		if (this.exact != null) {
			matches.add(HeaderMatch.exact(name, this.exact));
		}
		if (this.prefix != null) {
			matches.add(HeaderMatch.prefix(name, this.prefix));
		}
		if (this.regex != null) {
			matches.add(regex(property, name, this.regex));
		}
		if (this.present != null) {
			matches.add(this.present ? HeaderMatch.present(name) : HeaderMatch.absent(name));
		}
		if (matches.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(property, null, "says nothing about the header",
					"Set exact, prefix, regex or present.");
		}
		return matches;
	}

	private static HeaderMatch regex(String property, String name, String regex) {
		try {
			return HeaderMatch.regex(name, regex);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidDiscoveryPropertyException(property + ".regex", regex,
					"is not a regular expression: " + ex.getDescription(),
					"Mind that all of the header's value must match.");
		}
	}

}
