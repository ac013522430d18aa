package dev.discovery.backend.composite;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a shadow registry compares with what is served.
 *
 * @param registry the shadow
 * @param verdict whether it could take over
 * @param services how many services are compared: those that this application follows
 * @param unknown how many of them can't be compared at the moment, since one side doesn't
 * answer
 * @param differences in what the shadow differs, none for a service that agrees
 * @param missingNames services that are served and that the shadow doesn't know
 * @param extraNames services that only the shadow knows
 */
public record ShadowReport(RegistryReport registry, Verdict verdict, int services, int unknown,
		List<Difference> differences, List<String> missingNames, List<String> extraNames) {

	/** A line about it for the log. */
	String summary() {
		String names = (this.missingNames.isEmpty() ? "" : "; it doesn't know " + few(this.missingNames))
				+ (this.extraNames.isEmpty() ? "" : "; it alone knows " + few(this.extraNames));
		return this.differences.size() + " of " + this.services + " followed services differ"
				+ (this.differences.isEmpty() ? "" : " (" + few(summaries()) + ")") + names;
	}

	private List<@Nullable String> summaries() {
		return this.differences.stream().<@Nullable String>map(Difference::summary).toList();
	}

	private static String few(List<@Nullable String> all) {
		int most = 3;
		String first = String.join(", ", all.subList(0, Math.min(most, all.size())));
		return (all.size() > most) ? first + " and " + (all.size() - most) + " more" : first;
	}

	/**
	 * Whether a shadow could take over.
	 */
	public enum Verdict {

		/** It says the same. */
		AGREES,

		/** It says something else. */
		DIFFERS,

		/** Nothing differs, but not everything could be compared. */
		UNKNOWN

	}

}
