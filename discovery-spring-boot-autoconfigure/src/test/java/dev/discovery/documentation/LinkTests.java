package dev.discovery.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every link within our pages leads somewhere, and the map leads to every page.
 */
class LinkTests {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src(?:set)?=\"([^\"]+)\"");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	@ParameterizedTest
	@MethodSource("pages")
	void leadsSomewhere(Path page) {
		assertThat(links(page)).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
			assertThat(Files.exists(target)).as(link).isTrue();
			if (parts.length > 1) {
				assertThat(anchors(target)).as(link).contains(parts[1]);
			}
		});
	}

	@Test
	void theMapLeadsToEveryPage() {
		Set<String> mapped = new TreeSet<>();
		links(Documents.DOCS.resolve("index.md")).map((link) -> link.replaceFirst("#.*", "")).forEach(mapped::add);
		assertThat(pages().map((page) -> Documents.DOCS.relativize(page).toString())
			.filter((page) -> !page.startsWith("adr/") && !page.startsWith("..") && !page.equals("index.md")))
			.allMatch(mapped::contains);
	}

	private static Stream<String> links(Path page) {
		return LINK.matcher(Documents.read(page).replaceAll("(?ms)^[ \\t]*```.*?^[ \\t]*```$", ""))
			.results()
			.map((found) -> (found.group(1) != null) ? found.group(1) : found.group(2))
			.filter((link) -> !link.contains("://"));
	}

	/**
	 * As GitHub makes them.
	 */
	private static Set<String> anchors(Path page) {
		Map<String, Integer> times = new HashMap<>();
		Set<String> anchors = new TreeSet<>();
		HEADING.matcher(Documents.read(page))
			.results()
			.map((MatchResult found) -> found.group(1))
			.forEach((heading) -> {
				String anchor = heading.toLowerCase(Locale.ROOT)
					.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				int before = times.merge(anchor, 1, Integer::sum) - 1;
				anchors.add((before == 0) ? anchor : anchor + "-" + before);
			});
		return anchors;
	}

	static Stream<Path> pages() {
		return Documents.all().stream();
	}

}
