package dev.discovery.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.DiscoveryProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * What the build knows of our properties: the generated metadata, with what was added by
 * hand.
 */
final class PropertyMetadata {

	private final JsonNode all;

	private PropertyMetadata(JsonNode all) {
		this.all = all;
	}

	static PropertyMetadata read() {
		try (InputStream metadata = DiscoveryProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return new PropertyMetadata(JsonMapper.shared().readTree(metadata));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The properties by the group that they are in: that with the longest name, of those
	 * that stand on their own.
	 */
	Map<String, List<Property>> byGroup() {
		Set<String> groups = this.all.get("groups")
			.valueStream()
			.map((group) -> group.get("name").asString())
			.collect(Collectors.toCollection(TreeSet::new));
		return properties()
			.collect(
					Collectors
						.groupingBy(
								(property) -> groups.stream()
									.filter((group) -> property.name().startsWith(group + ".") && isPage(group))
									.reduce("discovery", (shorter, longer) -> longer),
								TreeMap::new, Collectors.toList()));
	}

	/**
	 * Groups with a table of their own are no deeper than {@code discovery.consul}.
	 */
	private static boolean isPage(String group) {
		return group.chars().filter((c) -> c == '.').count() <= 1 || group.startsWith("management.");
	}

	Stream<Property> properties() {
		Map<String, Property> byName = new TreeMap<>();
		this.all.get("properties")
			.valueStream()
			.map(this::property)
			.forEach((property) -> byName.put(property.name(), property));
		return byName.values().stream();
	}

	/**
	 * What is bound, by where it begins: several types may share a prefix.
	 */
	Map<String, List<Class<?>>> types() {
		Map<String, List<Class<?>>> types = new TreeMap<>();
		this.all.get("groups")
			.valueStream()
			.filter((group) -> !group.has("sourceMethod") && group.get("name").asString().startsWith("discovery"))
			.forEach((group) -> types.computeIfAbsent(group.get("name").asString(), (name) -> new ArrayList<>())
				.add(ClassUtils.resolveClassName(group.get("type").asString(), getClass().getClassLoader())));
		return types;
	}

	private Property property(JsonNode node) {
		String name = node.get("name").asString();
		return new Property(name, node.path("type").asString("java.lang.Object"), text(node.path("defaultValue")),
				node.path("description").asString(""), hints().getOrDefault(name, List.of()));
	}

	private Map<String, List<String>> hints() {
		Map<String, List<String>> hints = new LinkedHashMap<>();
		this.all.get("hints")
			.valueStream()
			.forEach((hint) -> hints.put(hint.get("name").asString(),
					hint.path("values").valueStream().map((value) -> value.get("value").asString()).toList()));
		return hints;
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: value.asString("");
	}

	/**
	 * One of them.
	 */
	record Property(String name, String type, String defaultValue, String description, List<String> hints) {

	}

}
