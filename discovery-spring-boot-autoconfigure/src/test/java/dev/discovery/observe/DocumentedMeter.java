package dev.discovery.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row of a table of meters on the page on observability.
 *
 * @param name the meter's name
 * @param kind what kind of meter
 * @param tags the keys of its tags
 * @param values what the last of them may be, as far as that is said
 */
record DocumentedMeter(String name, String kind, List<String> tags, List<String> values) {

	private static final Path PAGE = Path.of("../docs/observability.md");

	private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

	/**
	 * Those of the page's tables whose second column is headed "kind".
	 */
	static List<DocumentedMeter> all() throws IOException {
		List<DocumentedMeter> meters = new ArrayList<>();
		boolean inTable = false;
		for (String line : Files.readAllLines(PAGE)) {
			String[] cells = line.split("\\|");
			if (!line.startsWith("|")) {
				inTable = false;
			}
			else if (cells.length > 3 && cells[2].strip().equals("kind")) {
				inTable = true;
			}
			else if (inTable && cells[1].contains("`")) {
				meters.add(of(cells[1], cells[2], cells[3]));
			}
		}
		return meters;
	}

	private static DocumentedMeter of(String name, String kind, String tags) {
		int values = tags.indexOf("`: ");
		String keys = (values < 0) ? tags : tags.substring(0, values + 1);
		List<String> known = Stream
			.concat(name.contains("cache.") ? Stream.empty() : Stream.of("backend"),
					quoted(keys).map((key) -> key.split("=")[0]))
			.toList();
		return new DocumentedMeter(quoted(name).findFirst().orElseThrow(), kind.strip(), known,
				(values < 0) ? List.of() : quoted(tags.substring(values + 1)).toList());
	}

	private static Stream<String> quoted(String cell) {
		return QUOTED.matcher(cell).results().map((word) -> word.group(1));
	}

	String lastTag() {
		return this.tags.get(this.tags.size() - 1);
	}

	/**
	 * What it is called in Prometheus.
	 */
	List<String> metrics() {
		String metric = this.name.replace('.', '_');
		return switch (this.kind) {
			case "timer", "timer of those under way" -> List.of(metric + "_seconds_count");
			case "counter" -> List.of(metric + "_total");
			case "gauge" -> List.of(metric);
			case "gauge, seconds" -> List.of(metric + "_seconds");
			default -> throw new IllegalArgumentException(this.kind);
		};
	}

}
