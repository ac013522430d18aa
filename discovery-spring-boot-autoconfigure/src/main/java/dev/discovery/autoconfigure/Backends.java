package dev.discovery.autoconfigure;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.discovery.autoconfigure.backend.BackendDescriptor;
import dev.discovery.autoconfigure.backend.BackendFactory;
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

	/**
	 * Finds the factory of one of several registries.
	 * @param property where the kind is named
	 * @param kind the kind
	 */
	BackendFactory factory(String property, @Nullable String kind, @Nullable ClassLoader classLoader) {
		if (kind == null) {
			throw new InvalidDiscoveryPropertyException(property, null, "it isn't said what kind of registry this is",
					"Set it to one of: " + names(BackendFactory.class::isInstance) + ".");
		}
		for (BackendDescriptor descriptor : this.descriptors) {
			if (descriptor.name().equals(kind) && descriptor instanceof BackendFactory factory
					&& !isLibraryMissing(factory, classLoader)) {
				return factory;
			}
		}
		throw whyMissing(property, kind, classLoader, names(BackendFactory.class::isInstance) + ".");
	}

	InvalidDiscoveryPropertyException whyMissing(String name, @Nullable ClassLoader classLoader) {
		return whyMissing(PROPERTY, name, classLoader,
				names((descriptor) -> true) + "; or define a bean of type ServiceBackend.");
	}

	private InvalidDiscoveryPropertyException whyMissing(String property, String name,
			@Nullable ClassLoader classLoader, String choice) {
		for (BackendDescriptor descriptor : this.descriptors) {
			if (descriptor.name().equals(name) && isLibraryMissing(descriptor, classLoader)) {
				return new InvalidDiscoveryPropertyException(property, name,
						"the library for it is not on the class path",
						"Add the dependency " + descriptor.dependency() + ".");
			}
		}
		return new InvalidDiscoveryPropertyException(property, name, "there is no such backend",
				"Set it to one of: " + choice);
	}

	private static boolean isLibraryMissing(BackendDescriptor descriptor, @Nullable ClassLoader classLoader) {
		String required = descriptor.requiredClass();
		return required != null && !ClassUtils.isPresent(required, classLoader);
	}

	private String names(Predicate<BackendDescriptor> which) {
		return this.descriptors.stream()
			.filter(which)
			.map(BackendDescriptor::name)
			.sorted()
			.collect(Collectors.joining(", "));
	}

}
