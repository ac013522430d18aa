package dev.discovery.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML on our pages is understood: by us where it is configuration.
 */
class YamlSnippetTests {

	private final KnownProperties known = new KnownProperties();

	@ParameterizedTest
	@MethodSource("configuration")
	void hasOnlyPropertiesThatExistAndValuesThatFit(Snippet snippet) throws IOException {
		Map<String, Object> properties = properties(snippet.text());
		assertThat(properties).isNotEmpty();
		assertThat(this.known.unknown(properties)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void isReadableWhereItIsForKubernetes(Snippet snippet) {
		assertThat(new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(snippet.text()))
			.allSatisfy((document) -> assertThat(document).isInstanceOf(Map.class));
	}

	@Test
	void seesAPropertyThatDoesNotExist() throws IOException {
		assertThat(this.known.unknown(properties("discovery: {cache: {prewarn: a}, backend: consul}")))
			.containsExactly("discovery.cache.prewarn");
		assertThat(this.known.unknown(properties("discovery.registries.a: {backend: consul, consul.ulr: b}")))
			.containsExactly("discovery.consul.ulr");
	}

	static Stream<Snippet> configuration() {
		return Snippet.all("yaml").filter((snippet) -> !isManifest(snippet));
	}

	static Stream<Snippet> manifests() {
		return Snippet.all("yaml").filter(YamlSnippetTests::isManifest);
	}

	private static boolean isManifest(Snippet snippet) {
		return snippet.text().contains("apiVersion:") || snippet.text().startsWith("spec:");
	}

	static Map<String, Object> properties(String yaml) throws IOException {
		Map<String, Object> properties = new LinkedHashMap<>();
		new YamlPropertySourceLoader().load("snippet", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.forEach((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames())
				.forEach((name) -> properties.put(name, String.valueOf(source.getProperty(name)))));
		return properties;
	}

}
