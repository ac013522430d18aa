package dev.discovery.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The migration guides name every property of those whom they are about, once, and lead
 * to properties that exist. The names are those of Spring Cloud 2025.1.2, in lists below
 * {@code src/test/resources/migration}.
 */
class MigrationGuideTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][\\w.-]+)` \\| (\\w+) \\| (.*) \\|$");

	private static final Pattern OURS = Pattern.compile("`(discovery\\.[a-z][\\w.<>-]+)`");

	private static final Pattern COMMONS = Pattern
		.compile("spring\\.cloud\\.(loadbalancer|discovery|service-registry|inetutils)\\..*");

	@ParameterizedTest
	@ValueSource(strings = { "spring-cloud-consul", "spring-cloud-netflix", "spring-cloud-kubernetes",
			"spring-cloud-loadbalancer" })
	void namesEveryPropertyOnceAndNoOther(String project) throws IOException {
		assertThat(rows(project).map((row) -> row.group(1))).containsExactlyInAnyOrderElementsOf(names(project));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-cloud-consul", "spring-cloud-netflix", "spring-cloud-kubernetes",
			"spring-cloud-loadbalancer" })
	void saysOfEachWhatBecomesOfIt(String project) {
		assertThat(rows(project)).allSatisfy((row) -> {
			assertThat(row.group(2)).as(row.group(1)).isIn("read", "write", "anyway", "none");
			if (!row.group(2).equals("read")) {
				assertThat(row.group(3)).as(row.group(1)).isNotBlank();
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-cloud-consul", "spring-cloud-netflix", "spring-cloud-kubernetes",
			"spring-cloud-loadbalancer" })
	void leadsToPropertiesThatExist(String project) {
		Set<String> known = PropertyMetadata.read()
			.properties()
			.map(PropertyMetadata.Property::name)
			.collect(Collectors.toSet());
		assertThat(OURS.matcher(guide(project)).results().map((name) -> name.group(1))).isNotEmpty()
			.allMatch((name) -> known
				.contains(name.replaceFirst("\\.<.*", "").replaceFirst("\\.metadata\\..*", ".metadata")));
	}

	@Test
	void theListOfWhatIsOnTheClassPathIsThatOfItsMetadata() throws IOException {
		Set<String> names = new TreeSet<>();
		for (String file : List.of("META-INF/spring-configuration-metadata.json",
				"META-INF/additional-spring-configuration-metadata.json")) {
			for (URL url : Collections.list(getClass().getClassLoader().getResources(file))) {
				if (url.getPath().contains("/spring-cloud-commons-")
						|| url.getPath().contains("/spring-cloud-loadbalancer-")) {
					names.addAll(names(url));
				}
			}
		}
		assertThat(names).containsExactlyInAnyOrderElementsOf(names("spring-cloud-loadbalancer"));
	}

	private static List<String> names(URL metadata) throws IOException {
		try (InputStream in = metadata.openStream()) {
			return JsonMapper.shared()
				.readTree(in)
				.path("properties")
				.valueStream()
				.map((JsonNode property) -> property.get("name").asString())
				.filter((name) -> COMMONS.matcher(name).matches())
				.toList();
		}
	}

	private static List<String> names(String project) throws IOException {
		try (InputStream in = MigrationGuideTests.class.getResourceAsStream("/migration/" + project + ".txt")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static Stream<MatchResult> rows(String project) {
		return ROW.matcher(guide(project).replaceAll("\\| \\|\n", "|  |\n")).results();
	}

	private static String guide(String project) {
		return Documents.read(Documents.DOCS.resolve("migration/from-" + project + ".md"));
	}

}
