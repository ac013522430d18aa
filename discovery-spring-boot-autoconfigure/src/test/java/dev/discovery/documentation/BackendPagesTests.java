package dev.discovery.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import dev.discovery.autoconfigure.backend.BackendDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever looks for a backend finds its page from every place that lists them.
 */
class BackendPagesTests {

	static List<String> registries() {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(BackendDescriptor.class)
			.stream()
			.map(BackendDescriptor::name)
			.filter((name) -> !name.equals("in-memory"))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("registries")
	void areThereAndLinkedFromWhereverBackendsAreListed(String name) throws IOException {
		String page = "backends/" + name + ".md";
		assertThat(Documents.DOCS.resolve(page)).exists();
		assertThat(Files.readString(Documents.ROOT.resolve("README.md"))).contains("docs/" + page);
		assertThat(Files.readString(Documents.DOCS.resolve("index.md"))).contains("](" + page);
		assertThat(Files.readString(Documents.DOCS.resolve("names.md"))).contains("](" + page);
	}

}
