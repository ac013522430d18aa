package dev.discovery.autoconfigure;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors complete below {@code discovery.registries.<name>}: for a map they ask the
 * metadata for the type of its values, and then that type's getters and setters.
 */
class RegistryCompletionTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	@Test
	void findsTheTypeOfARegistry() {
		assertThat(property("discovery.registries").get("type").asString())
			.isEqualTo("java.util.Map<java.lang.String," + RegistryProperties.class.getName() + ">");
	}

	@ParameterizedTest
	@ValueSource(strings = { "consul", "dns", "eureka", "gossip", "in-memory", "kubernetes" })
	void offersWhateverThereIsForOneRegistryAlone(String kind) throws IntrospectionException {
		List<String> alone = properties().map((property) -> property.get("name").asString())
			.filter((name) -> name.startsWith("discovery." + kind + "."))
			.map((name) -> name.substring("discovery.".length()))
			.toList();
		assertThat(alone).hasSizeGreaterThan(1);
		assertThat(offered("", RegistryProperties.class)).containsAll(alone)
			.filteredOn((name) -> name.startsWith(kind + "."))
			.containsExactlyInAnyOrderElementsOf(alone);
	}

	/** The names below a type, as an editor finds them. */
	private static Set<String> offered(String prefix, Class<?> type) throws IntrospectionException {
		Set<String> names = new TreeSet<>();
		for (PropertyDescriptor property : Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors()) {
			String name = prefix + dashed(property.getName());
			if (isNested(property)) {
				names.addAll(offered(name + ".", property.getPropertyType()));
			}
			else {
				names.add(name);
			}
		}
		return names;
	}

	private static boolean isNested(PropertyDescriptor property) {
		Class<?> type = property.getPropertyType();
		return property.getWriteMethod() == null && !Map.class.isAssignableFrom(type)
				&& !Iterable.class.isAssignableFrom(type) && !ClassUtils.isSimpleValueType(type);
	}

	private static String dashed(String name) {
		String dashed = name.replaceAll("([A-Z])", "-$1");
		return ConfigurationPropertyName.adapt(dashed, '.').toString();
	}

	private static JsonNode property(String name) {
		return properties().filter((property) -> name.equals(property.get("name").asString()))
			.findFirst()
			.orElseThrow();
	}

	private static Stream<JsonNode> properties() {
		try (InputStream metadata = RegistryProperties.class.getClassLoader().getResourceAsStream(METADATA)) {
			JsonNode all = JsonMapper.shared().readTree(metadata).get("properties");
			return StreamSupport.stream(all.spliterator(), false)
				.filter((property) -> !isDeprecated(property))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isDeprecated(JsonNode property) {
		return property.has("deprecation");
	}

}
