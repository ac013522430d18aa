package dev.discovery.example;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests that the table of faults names are there, and each fault has one.
 */
class ReliabilityDocumentTests {

	private static final Path SOURCES = Path.of("src/test/java");

	private static final Path DOCUMENT = Path.of("../docs/reliability.md");

	private static final int LAST = 35;

	private static final Pattern NAME = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	private static final Pattern PLAIN_NAME = Pattern.compile("`(\\w+Tests)`");

	@Test
	void namesTestsThatAreThere() throws IOException {
		Map<String, String> classes = classes();
		List<MatchResult> named = NAME.matcher(Files.readString(DOCUMENT)).results().toList();
		assertThat(named).hasSizeGreaterThan(LAST).allSatisfy((name) -> {
			assertThat(classes).as(name.group()).containsKey(name.group(1));
			assertThat(isTest(classes.get(name.group(1)), name.group(2))).as(name.group()).isTrue();
		});
		assertThat(PLAIN_NAME.matcher(Files.readString(DOCUMENT)).results()).as("classes without a method").isEmpty();
	}

	@Test
	void hasATestForEachFault() throws IOException {
		List<String> rows = Files.readAllLines(DOCUMENT)
			.stream()
			.filter((line) -> line.matches("\\| \\d+ \\|.*"))
			.toList();
		assertThat(rows).extracting((row) -> Integer.valueOf(row.split("\\|")[1].strip()))
			.isEqualTo(IntStream.rangeClosed(1, LAST).boxed().toList());
		assertThat(rows).allSatisfy((row) -> {
			assertThat(row.split("\\|")).hasSize(6);
			assertThat(NAME.matcher(row).find()).as(row).isTrue();
		});
	}

	/**
	 * Whether a class has or inherits it, and it is run.
	 */
	private static boolean isTest(String className, String method) {
		try {
			for (Class<?> type = Class.forName(className); type != null; type = type.getSuperclass()) {
				if (Arrays.stream(type.getDeclaredMethods()).anyMatch((declared) -> isTest(declared, method))) {
					return true;
				}
			}
			return false;
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	private static boolean isTest(Method declared, String name) {
		return declared.getName().equals(name)
				&& (declared.isAnnotationPresent(Test.class) || declared.isAnnotationPresent(ParameterizedTest.class));
	}

	/**
	 * The full names by the simple ones.
	 */
	private static Map<String, String> classes() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			return files.map(SOURCES::relativize)
				.map((file) -> file.toString().replace('/', '.'))
				.filter((file) -> file.endsWith("Tests.java"))
				.map((file) -> file.substring(0, file.length() - ".java".length()))
				.collect(Collectors.toMap((name) -> name.substring(name.lastIndexOf('.') + 1), (name) -> name));
		}
	}

}
