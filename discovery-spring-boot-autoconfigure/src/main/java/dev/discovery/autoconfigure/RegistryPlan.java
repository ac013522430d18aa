package dev.discovery.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.discovery.model.InvalidDiscoveryPropertyException;

/**
 * What is configured of one registry, checked as far as it stands for itself.
 *
 * @param name its name
 * @param properties its properties
 */
public record RegistryPlan(String name, RegistryProperties properties) {

	static final String PREFIX = "discovery.registries";

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

	private static final String NONE_READ = "Set " + PREFIX
			+ ".<name>.read to true for at least one that is no shadow.";

	/**
	 * The registries in the order in which they have the word.
	 * @param registries what is configured of each, by its name
	 * @return all of them, unchecked
	 */
	public static List<RegistryPlan> of(Map<String, RegistryProperties> registries) {
		return registries.entrySet()
			.stream()
			.filter((entry) -> !isAlias(entry.getKey(), registries))
			.map((entry) -> new RegistryPlan(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparingInt((RegistryPlan plan) -> plan.properties.getOrder())
				.thenComparing(RegistryPlan::name))
			.toList();
	}

	/** In the name of an environment variable a dash can't be written. */
	private static boolean isAlias(String name, Map<String, RegistryProperties> registries) {
		return registries.keySet()
			.stream()
			.anyMatch(
					(other) -> other.indexOf('-') >= 0 && name.indexOf('-') < 0 && other.replace("-", "").equals(name));
	}

	/**
	 * Checks what stands for all of them together.
	 */
	static List<RegistryPlan> checked(Map<String, RegistryProperties> registries) {
		List<RegistryPlan> plans = of(registries);
		plans.forEach(RegistryPlan::check);
		List<RegistryPlan> shadows = only(plans, RegistryProperties::isShadow);
		if (shadows.size() > 1) {
			throw new InvalidDiscoveryPropertyException(shadows.get(1).property("shadow"), "true",
					"is set, and so is " + shadows.get(0).property("shadow"),
					"Keep one of them: one registry is compared at a time.");
		}
		if (only(plans, RegistryProperties::isServed).isEmpty()) {
			throw new InvalidDiscoveryPropertyException(PREFIX, String.join(", ", registries.keySet()),
					"none of them is read, so nobody could be found", NONE_READ);
		}
		return plans;
	}

	private static List<RegistryPlan> only(List<RegistryPlan> plans, Predicate<RegistryProperties> which) {
		return plans.stream().filter((plan) -> which.test(plan.properties)).toList();
	}

	/**
	 * Whether what is listed there is found.
	 * @return whether it is read, and not only to be compared
	 */
	public boolean isServed() {
		return this.properties.isServed();
	}

	private void check() {
		if (!NAME.matcher(this.name).matches()) {
			throw new InvalidDiscoveryPropertyException(PREFIX, this.name, "is no name of a registry",
					"Use lower-case letters, digits and '-', beginning with a letter, 32 of them at most, such as east.");
		}
		if (this.properties.isShadow() && !this.properties.isRead()) {
			throw new InvalidDiscoveryPropertyException(property("read"), "false",
					"but " + property("shadow") + " is true, and a shadow that isn't read can't be compared",
					"Remove one of them.");
		}
	}

	String property(String of) {
		return PREFIX + "." + this.name + "." + of;
	}

}
