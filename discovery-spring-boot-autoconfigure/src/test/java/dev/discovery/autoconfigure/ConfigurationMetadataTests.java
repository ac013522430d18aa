package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.backend.BackendDescriptor;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.BeanUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows of our properties.
 */
class ConfigurationMetadataTests {

	private static final Pattern OURS = Pattern.compile("dev\\.discovery\\.[\\w.$]+");

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
		assertThat(enumerated()).hasSizeGreaterThan(5);
		assertThat(Stream.concat(Stream.of("discovery.backend", "discovery.load-balancer.policy"),
				enumerated().keySet().stream()))
			.allSatisfy((name) -> assertThat(hints(name)).as(name).isNotEmpty());
	}

	@Test
	void hintsAtEveryBackendThatExists() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(BackendDescriptor.class)
			.stream()
			.map(BackendDescriptor::name)).containsExactlyInAnyOrderElementsOf(hints("discovery.backend"));
	}

	@Test
	void hintsAtEveryValueOfAnEnumeration() {
		enumerated()
			.forEach((name, type) -> assertThat(hints(name)).as(name).containsExactlyInAnyOrderElementsOf(names(type)));
	}

	@Test
	void hintsAtEveryPolicyThatIsBuiltIn() {
		assertThat(Policies.all().stream().map(Policy::name))
			.containsExactlyInAnyOrderElementsOf(hints("discovery.load-balancer.policy"));
	}

	/** Keys are the user's own words, and what stands below them is found by its type. */
	@Test
	void letsAnEditorCompleteWhatStandsBelowANameOfTheUsers() {
		List<JsonNode> maps = this.metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("type").asString().startsWith("java.util.Map"))
			.toList();
		assertThat(maps).hasSizeGreaterThan(8).allSatisfy((map) -> {
			String name = map.get("name").asString();
			assertThat(this.metadata.get("hints").valueStream()).as(name)
				.anyMatch((hint) -> hint.get("name").asString().equals(name + ".keys"));
			Matcher type = OURS.matcher(map.get("type").asString());
			if (type.find()) {
				Class<?> bean = ClassUtils.resolveClassName(type.group(), null);
				assertThat(bean).isPublic();
				assertThat(bean.getMethods()).anyMatch((method) -> method.getName().startsWith("get"));
				assertThat(BeanUtils.instantiateClass(bean)).isNotNull();
			}
		});
	}

	@Test
	void showsTheDefaultsThatNoFieldHolds() {
		assertThat(defaultOf("discovery.consul.url")).isEqualTo("http://localhost:8500");
		assertThat(defaultOf("discovery.eureka.urls")).contains("http://localhost:8761/eureka");
		assertThat(defaultOf("discovery.consul.consistency")).isEqualTo("stale");
		assertThat(defaultOf("discovery.consul.registration.check.type")).isEqualTo("ttl");
		assertThat(defaultOf("discovery.health-check.type")).isEqualTo("http");
	}

	private String defaultOf(String name) {
		return this.metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("name").asString().equals(name))
			.map((property) -> text(property.path("defaultValue")))
			.collect(Collectors.joining());
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.toString() : value.asString("");
	}

	private List<String> hints(String name) {
		return this.metadata.get("hints")
			.valueStream()
			.filter((hint) -> hint.get("name").asString().equals(name))
			.flatMap((hint) -> hint.get("values").valueStream())
			.map((value) -> value.get("value").asString())
			.toList();
	}

	private Map<String, Class<?>> enumerated() {
		Map<String, Class<?>> found = new TreeMap<>();
		this.metadata.get("properties").valueStream().forEach((property) -> {
			Matcher type = OURS.matcher(property.get("type").asString());
			if (type.matches() && ClassUtils.resolveClassName(type.group(), null).isEnum()) {
				found.put(property.get("name").asString(), ClassUtils.resolveClassName(type.group(), null));
			}
		});
		return found;
	}

	private static List<String> names(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((value) -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
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
