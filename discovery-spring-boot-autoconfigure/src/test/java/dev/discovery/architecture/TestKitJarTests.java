package dev.discovery.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar that users get for their tests holds the kit, and nothing else.
 */
class TestKitJarTests {

	private static final Path SOURCES = Path.of("src/testkit/java/dev/discovery/test");

	@Test
	void isWhatStandsInItsSourceFolder() throws IOException {
		Set<String> sources;
		try (Stream<Path> files = Files.list(SOURCES)) {
			sources = files.map((file) -> file.getFileName().toString())
				.map((name) -> name.substring(0, name.indexOf('.')))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		Set<String> published = new TreeSet<>();
		Set<String> others = new TreeSet<>();
		try (JarFile jar = new JarFile(kit().toFile())) {
			jar.stream().filter((entry) -> !entry.isDirectory()).forEach((entry) -> {
				String name = entry.getName();
				if (name.startsWith("dev/discovery/test/")) {
					published.add(name.substring("dev/discovery/test/".length()).replaceFirst("[$.].*", ""));
				}
				else if (!name.startsWith("META-INF/maven/")) {
					others.add(name);
				}
			});
		}
		assertThat(published).isEqualTo(sources);
		assertThat(others).containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/spring.factories");
	}

	@Test
	void namesOnlyItselfToSpring() throws IOException {
		Path ours = Path.of("src/testkit/resources/META-INF/spring.factories");
		try (JarFile jar = new JarFile(kit().toFile())) {
			assertThat(jar.getInputStream(jar.getEntry("META-INF/spring.factories")).readAllBytes())
				.isEqualTo(Files.readAllBytes(ours));
		}
	}

	private static Path kit() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files.filter((file) -> file.toString().endsWith("-test-kit.jar")).findAny().orElseThrow();
		}
	}

}
