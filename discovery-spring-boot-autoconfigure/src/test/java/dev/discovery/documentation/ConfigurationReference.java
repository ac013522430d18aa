package dev.discovery.documentation;

import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.documentation.PropertyMetadata.Property;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

/**
 * Writes {@code docs/configuration.md}.
 */
final class ConfigurationReference {

	private static final Pattern VALUE = Pattern.compile("(dev\\.discovery\\.[\\w.$]+)>+$");

	private static final String HEAD = """
			# All properties

			Generated from the configuration metadata that an editor reads too, so change the javadoc of the property and not this page. `mvn verify` fails where
			the two differ, and says how to renew it. What the properties are good for is told where they belong: the [map](index.md) says where.

			A duration is written like `500ms`, `30s`, `5m`, and is at most `36500d`; a size like `64MB`. Where no default is shown, nothing is set, or the description says what is done then.
			""";

	private ConfigurationReference() {
	}

	static String of(PropertyMetadata metadata) {
		StringBuilder page = new StringBuilder(HEAD);
		metadata.byGroup().forEach((group, properties) -> {
			page.append("\n## `").append(group).append("`\n\n");
			page.append("| property | type | default | description | accepted values |\n|---|---|---|---|---|\n");
			properties.forEach((property) -> page.append(row(property)).append('\n'));
		});
		return page.toString();
	}

	private static String row(Property property) {
		return Stream
			.of("`" + property.name() + "`", simple(property.type()), code(property.defaultValue()),
					escaped(property.description()), accepted(property))
			.collect(Collectors.joining(" | ", "| ", " |"))
			.replace("|  |", "| |");
	}

	private static String accepted(Property property) {
		if (!property.hints().isEmpty()) {
			return codes(property.hints());
		}
		Class<?> type = type(property.type());
		if (type != null && type.isEnum()) {
			return codes(constants(type));
		}
		Matcher value = VALUE.matcher(property.type());
		Class<?> nested = value.find() ? type(value.group(1)) : null;
		if (nested == null) {
			return (type == Boolean.class) ? "`true`, `false`" : "";
		}
		if (property.type().startsWith("java.util.Map<")) {
			return "by a key of yours: " + codes(names(nested));
		}
		return codes(nested.isEnum() ? constants(nested) : names(nested));
	}

	private static List<String> names(Class<?> type) {
		Stream<String> names = type.isRecord()
				? Arrays.stream(type.getRecordComponents()).map((component) -> component.getName())
				: Arrays.stream(BeanUtils.getPropertyDescriptors(type))
					.map(PropertyDescriptor::getName)
					.filter((name) -> !name.equals("class"));
		return names.map(ConfigurationReference::dashed).sorted().toList();
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((value) -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	private static String dashed(String name) {
		return ConfigurationPropertyName.adapt(name.replaceAll("([a-z])([A-Z])", "$1-$2"), '.').toString();
	}

	private static Class<?> type(String name) {
		if (name.contains("<") || !ClassUtils.isPresent(name, null)) {
			return null;
		}
		return ClassUtils.resolveClassName(name, ConfigurationReference.class.getClassLoader());
	}

	private static String simple(String type) {
		String simple = type.replaceAll("[\\w.]+[.$](\\w+)", "$1").replace(",", ", ");
		return simple.replaceAll("<\\w*(Properties|Zone|Service|StaticInstance)\\b", "<…")
			.replaceAll(", (\\w*Properties|Zone|Service|List<StaticInstance>)>", ", …>")
			.replace("<", "&lt;")
			.replace(Duration.class.getSimpleName(), "duration");
	}

	private static String codes(List<String> values) {
		return values.stream().map(ConfigurationReference::code).collect(Collectors.joining(", "));
	}

	private static String code(String value) {
		return value.isEmpty() ? "" : "`" + value + "`";
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
	}

}
