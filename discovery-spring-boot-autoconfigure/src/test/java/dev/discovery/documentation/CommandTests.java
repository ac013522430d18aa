package dev.discovery.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands on our pages name goals, modules, profiles, classes and files that exist.
 * Those that call something are run by the tests of the sample.
 */
class CommandTests {

	private static final Set<String> GOALS = Set.of("verify", "install", "package", "test", "spring-boot:run",
			"spring-javaformat:apply");

	private static final Pattern OPTION = Pattern.compile("-D([\\w.-]+)(?:=(\"[^\"]*\"|'[^']*'|\\S*))?");

	private static final Pattern CLASS = Pattern
		.compile("dev\\.discovery\\.[\\w.]+|[*A-Z][\\w*]*(?:Benchmark|Tests)\\b");

	private static final Pattern INLINE = Pattern.compile("`((?:mvn|java -jar) [^`]+)`");

	@ParameterizedTest
	@MethodSource("maven")
	void mavenKnowsWhatItIsTold(String command) {
		String rest = OPTION.matcher(command).replaceAll("");
		List<String> words = Arrays.asList(rest.strip().split("\\s+"));
		for (int i = 1; i < words.size(); i++) {
			switch (words.get(i)) {
				case "-q", "-o", "-am" -> {
				}
				case "-pl" -> assertThat(words.get(++i).split(",")).allMatch(CommandTests::isModule);
				case "-P" -> assertThat(poms()).contains("<id>" + words.get(++i) + "</id>");
				default -> assertThat(GOALS).contains(words.get(i));
			}
		}
		OPTION.matcher(command).results().forEach(CommandTests::exists);
	}

	@ParameterizedTest
	@MethodSource("jars")
	void theSampleIsWhereItIsSaidToBe(String command) {
		assertThat(command).matches("java -jar sample-app/target/sample-app-0\\.1\\.0-SNAPSHOT\\.jar( .*)?");
		assertThat(Documents.read(Documents.ROOT.resolve("pom.xml"))).contains("<version>0.1.0-SNAPSHOT</version>");
		Matcher named = Pattern.compile("\\.jar (\\w+)").matcher(command);
		String application = named.find() ? named.group(1) : "orders";
		Pattern.compile("profiles\\.active=(\\w+)")
			.matcher(command)
			.results()
			.map((MatchResult profile) -> Documents.ROOT
				.resolve("sample-app/src/main/resources/" + application + "-" + profile.group(1) + ".yml"))
			.forEach((file) -> assertThat(file).exists());
	}

	@Test
	void findsCommandsOnManyPages() {
		assertThat(maven()).hasSizeGreaterThan(10);
		assertThat(jars()).hasSizeGreaterThan(4);
	}

	private static void exists(MatchResult option) {
		String name = option.group(1);
		boolean known = Set
			.of("skipTests", "test", "jmh", "spring-boot.run.arguments", "surefire.failIfNoSpecifiedTests")
			.contains(name) || poms().contains("<" + name + ">");
		assertThat(known).as("-D" + name).isTrue();
		if (option.group(2) != null && !name.equals("spring-boot.run.arguments")) {
			CLASS.matcher(option.group(2)).results().map(MatchResult::group).forEach(CommandTests::isClass);
		}
	}

	private static void isClass(String name) {
		String file = name.substring(name.lastIndexOf('.') + 1).replace("*", ".*") + "\\.java";
		assertThat(sources()).as(name).anyMatch((source) -> source.getFileName().toString().matches(file));
	}

	private static List<Path> sources() {
		return Stream.of("src/test/java", "src/benchmarks/java")
			.flatMap((folder) -> Documents.files(Path.of(folder)))
			.toList();
	}

	private static boolean isModule(String name) {
		return Files.exists(Documents.ROOT.resolve(name + "/pom.xml"));
	}

	private static String poms() {
		return Stream.of("pom.xml", "discovery-spring-boot-autoconfigure/pom.xml", "sample-app/pom.xml")
			.map((pom) -> Documents.read(Documents.ROOT.resolve(pom)))
			.reduce("", String::concat);
	}

	static Stream<String> maven() {
		return commands("mvn ");
	}

	static Stream<String> jars() {
		return commands("java -jar ");
	}

	private static Stream<String> commands(String program) {
		Stream<String> blocks = Snippet.all("").flatMap((snippet) -> snippet.text().lines());
		Stream<String> inline = Documents.all()
			.stream()
			.flatMap((page) -> INLINE.matcher(Documents.read(page)).results())
			.map((found) -> found.group(1));
		return Stream.concat(blocks, inline)
			.map((line) -> line.replaceAll("(\\s+#.*|\\s*&)$", ""))
			.filter((line) -> line.startsWith(program))
			.distinct();
	}

}
