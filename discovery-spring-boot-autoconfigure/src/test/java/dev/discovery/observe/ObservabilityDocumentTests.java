package dev.discovery.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on observability names what there is, and nothing else.
 */
class ObservabilityDocumentTests {

	private static final Path PAGE = Path.of("../docs/observability.md");

	private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

	@Test
	void listsEveryMeter() throws IOException {
		assertThat(firstCells("## Meters")).containsExactlyInAnyOrderElementsOf(
				Stream.of(DiscoveryMeter.values()).map(DiscoveryMeter::meterName).toList());
	}

	@Test
	void listsEveryTypeOfEvent() throws IOException {
		assertThat(firstCells("## Events"))
			.containsExactlyInAnyOrderElementsOf(Stream.of(DiscoveryEvent.Type.values()).map(Enum::name).toList());
	}

	private static List<String> firstCells(String heading) throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(heading);
		assertThat(begin).as(heading).isNotNegative();
		int end = page.indexOf("\n## ", begin);
		return page.substring(begin, (end < 0) ? page.length() : end)
			.lines()
			.filter((line) -> line.startsWith("|"))
			.map((line) -> line.split("\\|")[1])
			.flatMap((cell) -> QUOTED.matcher(cell).results())
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

}
