package dev.discovery.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of conventions names code and tests that are there.
 */
class ConventionsDocumentTests {

	private static final Set<String> OTHERS = Set.of("HeartbeatEvent", "SmartLifecycle");

	private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+)`");

	private static final Pattern ROOM = Pattern.compile("tests in (`[a-z.]+`(?:(?: and|,) `[a-z.]+`)*)");

	private final List<String> rows = Documents.read(Documents.DOCS.resolve("conventions.md"))
		.lines()
		.filter((line) -> line.startsWith("| ") && !line.startsWith("| convention"))
		.toList();

	@Test
	void namesTypesThatAreThere() {
		Set<String> types = Stream.of("src", "../sample-app/src")
			.flatMap((folder) -> Documents.files(Path.of(folder)))
			.map((file) -> file.getFileName().toString().replace(".java", ""))
			.collect(Collectors.toSet());
		assertThat(this.rows.stream().flatMap((row) -> TYPE.matcher(row).results()))
			.extracting((MatchResult type) -> type.group(1))
			.filteredOn((type) -> !OTHERS.contains(type))
			.isNotEmpty()
			.allMatch(types::contains);
	}

	@Test
	void hasATestForEachConvention() {
		assertThat(this.rows).hasSizeGreaterThan(20).allSatisfy((row) -> {
			String[] cells = row.split("\\|");
			assertThat(cells).as(row).hasSize(5);
			assertThat(cells[4]).as(row).matches(".*(Tests`|tests in `).*");
		});
	}

	@Test
	void namesRoomsThatHaveTests() {
		assertThat(this.rows.stream().flatMap((row) -> ROOM.matcher(row).results()))
			.flatExtracting((MatchResult rooms) -> List.of(rooms.group(1).replaceAll("`| and|,", "").split(" ")))
			.allSatisfy((room) -> assertThat(
					Documents.files(Path.of("src/test/java/dev/discovery/" + room.replace('.', '/'))))
				.anyMatch((file) -> file.toString().endsWith("Tests.java")));
	}

}
