package dev.discovery.documentation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

/**
 * Binds properties to everything that we bind them to, and tells what nobody wanted.
 */
final class KnownProperties {

	private static final Pattern OF_A_REGISTRY = Pattern
		.compile("discovery\\.registries\\.[\\w-]+\\.(consul|eureka|kubernetes|in-memory)\\.");

	private final PropertyMetadata metadata = PropertyMetadata.read();

	/**
	 * Binds them.
	 * @param properties what a file says
	 * @return those below {@code discovery} that nobody wanted
	 */
	Set<String> unknown(Map<String, ?> properties) {
		Map<ConfigurationPropertyName, Object> ours = new TreeMap<>();
		properties.forEach((name, value) -> {
			String general = OF_A_REGISTRY.matcher(name).replaceFirst("discovery.$1.");
			if (general.startsWith("discovery.")) {
				ours.put(ConfigurationPropertyName.adapt(general, '.'), value);
			}
		});
		Set<ConfigurationPropertyName> wanted = new TreeSet<>();
		Binder binder = new Binder(Set.of(new MapConfigurationPropertySource(ours)), null,
				ApplicationConversionService.getSharedInstance());
		this.metadata.types()
			.forEach((prefix, types) -> types
				.forEach((type) -> binder.bind(prefix, Bindable.of(type), new Wanted(wanted))));
		Set<String> unknown = new TreeSet<>();
		ours.keySet()
			.stream()
			.filter((name) -> !wanted.contains(name))
			.map(ConfigurationPropertyName::toString)
			.forEach(unknown::add);
		return unknown;
	}

	/**
	 * Remembers what is asked for.
	 */
	private record Wanted(Set<ConfigurationPropertyName> names) implements BindHandler {

		@Override
		public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
			this.names.add(name);
			return target;
		}

	}

}
