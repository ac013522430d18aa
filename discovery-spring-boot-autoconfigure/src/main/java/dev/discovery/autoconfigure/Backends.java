package dev.discovery.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * The backends that exist, for the explanation when the chosen one doesn't.
 */
final class Backends {

	private static final String PROPERTY = "discovery.backend";

	private final List<BackendDescriptor> descriptors;

	Backends(List<BackendDescriptor> descriptors) {
		this.descriptors = descriptors;
	}

	static Backends load(@Nullable ClassLoader classLoader) {
		return new Backends(
				SpringFactoriesLoader.forDefaultResourceLocation(classLoader).load(BackendDescriptor.class));
	}

	InvalidDiscoveryPropertyException whyMissing(String name, @Nullable ClassLoader classLoader) {
		for (BackendDescriptor descriptor : this.descriptors) {
			String required = descriptor.requiredClass();
			if (descriptor.name().equals(name) && required != null && !ClassUtils.isPresent(required, classLoader)) {
				return new InvalidDiscoveryPropertyException(PROPERTY, name,
						"the library for it is not on the class path",
						"Add the dependency " + descriptor.dependency() + ".");
			}
		}
		String names = this.descriptors.stream()
			.map(BackendDescriptor::name)
			.sorted()
			.collect(Collectors.joining(", "));
		return new InvalidDiscoveryPropertyException(PROPERTY, name, "there is no such backend",
				"Set it to one of: " + names + "; or define a bean of type ServiceBackend.");
	}

}
