package dev.discovery.autoconfigure.locality;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Where this application runs: it may be said as that of a caller or as that of an
 * instance, and each stands in for the other.
 */
public final class OwnLocality {

	private static final String REGISTRATION = "discovery.registration";

	private static final String SPRING_CLOUD = "spring.cloud.loadbalancer";

	private OwnLocality() {
	}

	/**
	 * The place that calls start from.
	 */
	static Locality ofCaller(Environment environment) {
		return locality(environment, LocalityProperties.PREFIX, SPRING_CLOUD, REGISTRATION);
	}

	/**
	 * The place that the instance is registered with.
	 * @param environment where all properties are
	 * @return the place, as far as it is said
	 */
	public static Locality ofInstance(Environment environment) {
		return locality(environment, REGISTRATION, LocalityProperties.PREFIX);
	}

	private static Locality locality(Environment environment, String... prefixes) {
		return Locality.of(first(environment, ".region", prefixes), first(environment, ".zone", prefixes));
	}

	private static @Nullable String first(Environment environment, String name, String... prefixes) {
		for (String prefix : prefixes) {
			String value = PropertyRules.textOrNull(environment.getProperty(prefix + name));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

}
