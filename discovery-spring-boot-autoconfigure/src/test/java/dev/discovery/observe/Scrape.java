package dev.discovery.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus gets, read from its text format: the series of each metric.
 */
final class Scrape {

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");

	private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

	private final Map<String, List<Map<String, String>>> series = new LinkedHashMap<>();

	private Scrape() {
	}

	static Scrape of(String text) {
		Scrape scrape = new Scrape();
		text.lines().filter((line) -> !line.startsWith("#") && !line.isBlank()).forEach(scrape::add);
		return scrape;
	}

	private void add(String line) {
		Matcher sample = SAMPLE.matcher(line);
		if (!sample.matches()) {
			throw new IllegalArgumentException("No sample: " + line);
		}
		Map<String, String> labels = new LinkedHashMap<>();
		Matcher label = LABEL.matcher((sample.group(2) != null) ? sample.group(2) : "");
		while (label.find()) {
			labels.put(label.group(1), label.group(2));
		}
		this.series.computeIfAbsent(sample.group(1), (name) -> new ArrayList<>()).add(labels);
	}

	Set<String> names() {
		return this.series.keySet();
	}

	/**
	 * The labels that every series of a metric has.
	 */
	Set<String> labels(String metric) {
		List<Map<String, String>> all = this.series.getOrDefault(metric, List.of());
		Set<String> labels = new TreeSet<>(all.isEmpty() ? Set.of() : all.get(0).keySet());
		all.forEach((each) -> labels.retainAll(each.keySet()));
		return labels;
	}

	Set<String> values(String metric, String label) {
		return this.series.getOrDefault(metric, List.of())
			.stream()
			.map((labels) -> labels.getOrDefault(label, ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
