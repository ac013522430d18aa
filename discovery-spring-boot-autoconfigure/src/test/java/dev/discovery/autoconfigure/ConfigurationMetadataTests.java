package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows of our properties.
 */
class ConfigurationMetadataTests {

	private final JsonNode metadata = read();

	@Test
	void describesEveryProperty() {
		List<JsonNode> properties = this.metadata.get("properties").valueStream().toList();
		assertThat(properties).hasSizeGreaterThan(25)
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.get("name").asString())
				.hasSizeGreaterThan(10));
	}

	@Test
	void hintsAtTheValuesOfEnumeratedProperties() {
		for (String name : List.of("discovery.backend", "discovery.load-balancer.policy")) {
			assertThat(this.metadata.get("hints").valueStream()).anySatisfy((hint) -> {
				assertThat(hint.get("name").asString()).isEqualTo(name);
				assertThat(hint.get("values").isEmpty()).isFalse();
			});
		}
	}

	private static JsonNode read() {
		try (InputStream metadata = DiscoveryProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode all = JsonMapper.shared().readTree(metadata);
			assertThat(all.get("groups").valueStream())
				.anySatisfy((group) -> assertThat(group.get("name").asString()).isEqualTo("discovery.cache"));
			return all;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
