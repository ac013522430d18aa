package dev.discovery.documentation;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of all properties says what the metadata say.
 */
class GeneratedReferenceTests {

	private final PropertyMetadata metadata = PropertyMetadata.read();

	@Test
	void isThatOfTheMetadata() throws IOException {
		GeneratedFile.assertUpToDate("configuration.md", ConfigurationReference.of(this.metadata));
	}

	@Test
	void namesEveryPropertyOnce() {
		String page = ConfigurationReference.of(this.metadata);
		assertThat(this.metadata.properties()).hasSizeGreaterThan(150)
			.allSatisfy((property) -> assertThat(page.split("\\| `" + property.name() + "` \\|", -1)).hasSize(2));
	}

}
