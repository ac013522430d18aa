package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.discovery.backend.consul.ConsulReading.Consistency;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.support.SpringFactoriesLoader;

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
		for (String name : List.of("discovery.backend", "discovery.load-balancer.policy",
				"discovery.consul.consistency", "discovery.consul.registration.check.type", "discovery.dns.ip-family",
				"discovery.kubernetes.ip-family", "discovery.health-check.type",
				"discovery.observations.registry-operations")) {
			assertThat(this.metadata.get("hints").valueStream()).anySatisfy((hint) -> {
				assertThat(hint.get("name").asString()).isEqualTo(name);
				assertThat(hint.get("values").isEmpty()).isFalse();
			});
		}
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
		assertThat(hints("discovery.consul.consistency")).containsExactlyInAnyOrderElementsOf(names(Consistency.class));
		assertThat(hints("discovery.consul.registration.check.type"))
			.containsExactlyInAnyOrderElementsOf(names(ConsulCheckProperties.Type.class));
		assertThat(hints("discovery.health-check.type"))
			.containsExactlyInAnyOrderElementsOf(names(HealthCheckProperties.Type.class));
		assertThat(hints("discovery.dns.ip-family")).containsExactlyInAnyOrderElementsOf(names(AddressFamily.class));
		assertThat(hints("discovery.kubernetes.ip-family"))
			.containsExactlyInAnyOrderElementsOf(names(AddressType.class));
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

	private static List<String> names(Class<? extends Enum<?>> type) {
		return Arrays.stream(type.getEnumConstants()).map((value) -> value.name().toLowerCase(Locale.ROOT)).toList();
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
