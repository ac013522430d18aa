package dev.discovery.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code on a page.
 *
 * @param page the page's path from the root of the repository
 * @param line where it begins
 * @param language what the page says of it, or an empty text
 * @param text what is in it, without the indentation that it has as part of a list
 */
record Snippet(String page, int line, String language, String text) {

	private static final Pattern FENCE = Pattern.compile("(?ms)^([ \\t]*)```(\\w*)\\n(.*?)^\\1```$");

	static Stream<Snippet> all() {
		return Documents.all().stream().flatMap(Snippet::of);
	}

	static Stream<Snippet> all(String language) {
		return all().filter((snippet) -> snippet.language().equals(language));
	}

	/**
	 * The pages that a newcomer follows to the letter.
	 */
	boolean isFirstSteps() {
		return List.of("README.md", "docs/getting-started.md").contains(this.page);
	}

	private static Stream<Snippet> of(Path page) {
		String content = Documents.read(page);
		return FENCE.matcher(content)
			.results()
			.map((found) -> new Snippet(Documents.ROOT.relativize(page).toString(),
					(int) content.substring(0, found.start()).lines().count() + 1, found.group(2),
					found.group(3).replaceAll("(?m)^" + found.group(1), "")));
	}

	@Override
	public String toString() {
		return this.page + ":" + this.line;
	}

}
