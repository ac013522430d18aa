package dev.discovery.autoconfigure.backend;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/**
 * What one of several registries is made of. Its own properties stand below
 * {@code discovery.registries.<name>} and bear the names that they have below
 * {@code discovery} where there is one registry alone; what stands there holds for each
 * that doesn't say otherwise.
 */
public final class RegistryContext {

	private static final String GENERAL = "discovery.";

	private static final String SEVERAL = "discovery.registries.";

	private final String name;

	private final BackendRuntime runtime;

	private final Environment environment;

	private final BeanFactory beans;

	private final Set<String> prefixes = new TreeSet<>();

	/**
	 * Creates the context.
	 * @param name the registry's name
	 * @param runtime what it runs on
	 * @param environment where all properties are
	 * @param beans the application's beans
	 */
	public RegistryContext(String name, BackendRuntime runtime, Environment environment, BeanFactory beans) {
		this.name = name;
		this.runtime = runtime;
		this.environment = environment;
		this.beans = beans;
	}

	/**
	 * What the registry runs on; bears its name.
	 * @return the runtime
	 */
	public BackendRuntime runtime() {
		return this.runtime;
	}

	/**
	 * The application's environment.
	 * @return where all properties are
	 */
	public Environment environment() {
		return this.environment;
	}

	/**
	 * The application's beans of a type.
	 * @param type the type
	 * @param <B> the type
	 * @return the beans, possibly none
	 */
	public <B> ObjectProvider<B> beans(Class<B> type) {
		return this.beans.getBeanProvider(type);
	}

	/**
	 * Sets properties: those that hold for all registries of the kind, then this one's
	 * own.
	 * @param prefix where they stand if there is one registry alone, such as
	 * {@code discovery.consul}
	 * @param properties what to set them on
	 * @param alternatives sets of names of which only one may be set, such as {@code url}
	 * and {@code urls}: where the registry has one of its own, none of the general ones
	 * holds
	 * @param <T> the type of the properties
	 * @return the same properties
	 */
	public <T> T bind(String prefix, T properties, List<Set<String>> alternatives) {
		this.prefixes.add(prefix);
		Binder binder = Binder.get(this.environment);
		Set<String> replaced = new TreeSet<>();
		alternatives.stream()
			.filter((names) -> names.stream().anyMatch((each) -> isSet(own(prefix) + "." + each)))
			.forEach(replaced::addAll);
		binder.bind(prefix, Bindable.ofInstance(properties), new Without(prefix, replaced));
		binder.bind(own(prefix), Bindable.ofInstance(properties));
		return properties;
	}

	private String own(String property) {
		return SEVERAL + this.name + "." + property.substring(GENERAL.length());
	}

	private boolean isSet(String property) {
		ConfigurationPropertyName found = ConfigurationPropertyName.adapt(property, '.');
		Predicate<ConfigurationPropertySource> holds = (source) -> source.getConfigurationProperty(found) != null
				|| source.containsDescendantOf(found) == ConfigurationPropertyState.PRESENT;
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.anyMatch(holds);
	}

	/**
	 * How a property is called where it is set for this registry, or ought to be.
	 * @param property its name if there were one registry alone
	 * @return the name as the user wrote it
	 */
	public String written(String property) {
		return (isSet(property) && !isSet(own(property))) ? property : own(property);
	}

	/**
	 * The same mistake, with each property called as the user wrote it.
	 * @param mistake the mistake, as if this were the only registry
	 * @return the mistake to be told
	 */
	public InvalidDiscoveryPropertyException written(InvalidDiscoveryPropertyException mistake) {
		return new InvalidDiscoveryPropertyException(translated(mistake.property()), mistake.value(),
				translated(mistake.reason()), translated(mistake.advice()));
	}

	private String translated(String text) {
		String result = text;
		for (String prefix : outermost()) {
			Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "(\\.[A-Za-z0-9-]+|\\[[^]]*])+");
			result = pattern.matcher(result).replaceAll((match) -> written(match.group()).replace("$", "\\$"));
		}
		return result;
	}

	private List<String> outermost() {
		return this.prefixes.stream()
			.filter((prefix) -> this.prefixes.stream().noneMatch((other) -> prefix.startsWith(other + ".")))
			.toList();
	}

	/**
	 * Leaves some of the properties below a prefix unset.
	 */
	private record Without(String prefix, Set<String> names) implements BindHandler {

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			boolean skipped = ConfigurationPropertyName.of(this.prefix).isParentOf(name)
					&& this.names.contains(name.getLastElement(Form.DASHED));
			return skipped ? null : target;
		}

	}

}
