package dev.discovery.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example in the documentation is the one that is tested.
 */
class WritingABackendDocumentTests {

	@Test
	void showsTheExampleAsItIs() throws IOException {
		String source = Files.readString(Path.of("src/test/java/dev/discovery/example/Phonebook.java"));
		String document = Files.readString(Path.of("../docs/writing-a-backend.md"));
		assertThat(document).contains(source.substring(source.indexOf("/**\n * The dialect")).strip());
	}

}
