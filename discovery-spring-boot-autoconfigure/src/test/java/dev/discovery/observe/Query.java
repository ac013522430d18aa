package dev.discovery.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL query, read as far as a dashboard's queries go: which metrics with which
 * labels it selects, and by which labels it adds up.
 */
final class Query {

	private static final Pattern METRIC = Pattern.compile("\\b((?:discovery|cache)_[a-z_]+)(?:\\{([^}]*)\\})?");

	private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]+)(=~|=)\"([^\"]*)\"");

	private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

	private static final Pattern RANGE = Pattern.compile("\\[([^]]*)]");

	private final String text;

	Query(String text) {
		this.text = text;
	}

	List<Selector> selectors() {
		List<Selector> selectors = new ArrayList<>();
		Matcher metric = METRIC.matcher(this.text);
		while (metric.find()) {
			List<Match> matches = new ArrayList<>();
			Matcher matcher = MATCHER.matcher((metric.group(2) != null) ? metric.group(2) : "");
			while (matcher.find()) {
				matches.add(new Match(matcher.group(1), matcher.group(3)));
			}
			selectors.add(new Selector(metric.group(1), matches));
		}
		return selectors;
	}

	/**
	 * By which labels it adds up; every part by the same.
	 */
	Set<String> by() {
		Set<Set<String>> all = new LinkedHashSet<>();
		Matcher by = BY.matcher(this.text);
		while (by.find()) {
			all.add(new LinkedHashSet<>(Arrays.asList(by.group(1).split(", "))));
		}
		if (all.size() > 1) {
			throw new IllegalArgumentException("Its parts don't fit: " + this.text);
		}
		return all.isEmpty() ? Set.of() : all.iterator().next();
	}

	List<String> ranges() {
		return RANGE.matcher(this.text).results().map((range) -> range.group(1)).toList();
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * The series of a metric that are meant.
	 */
	record Selector(String metric, List<Match> matches) {

	}

	/**
	 * What one of its labels is to be.
	 */
	record Match(String label, String value) {

		/** The values that are spelled out; a variable has none. */
		List<String> literals() {
			return this.value.startsWith("$") ? List.of() : List.of(this.value.split("\\|"));
		}

	}

}
