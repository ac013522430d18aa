package dev.discovery.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples in the documentation are the ones that are tested.
 */
class TestingDocumentTests {

	@ParameterizedTest
	@ValueSource(strings = { "sellsWhileTheRegistryIsDead", "sellsWhenTheRegistryHasLostItsData",
			"sellsWhenAnInstanceIsCutOff", "keepsInventoryInMindInAnOutage" })
	void showsTheExamplesAsTheyAre(String method) throws IOException {
		assertThat(document()).contains(method(source(), method));
	}

	@ParameterizedTest
	@ValueSource(strings = { "@SpringBootTest\n@DiscoveryTest\nclass DyingRegistryTests {" })
	void showsHowATestBegins(String lines) throws IOException {
		assertThat(source()).contains(lines);
		assertThat(document()).contains(lines);
	}

	private static String method(String source, String name) {
		int begin = source.lastIndexOf("\t@Test", source.indexOf("void " + name + "("));
		return source.substring(begin, source.indexOf("\n\t}", begin) + 3);
	}

	private static String source() throws IOException {
		return Files.readString(Path.of("src/test/java/dev/discovery/example/DyingRegistryTests.java"))
				+ Files.readString(Path.of("src/test/java/dev/discovery/example/VirtualTimeExampleTests.java"));
	}

	private static String document() throws IOException {
		return Files.readString(Path.of("../docs/testing.md"));
	}

}
