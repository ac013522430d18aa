package dev.discovery.autoconfigure.backend;

import org.jspecify.annotations.Nullable;

/**
 * Makes a backend known by its name, so that a wrong name or a missing library is
 * explained at startup. Listed in {@code META-INF/spring.factories}.
 */
public interface BackendDescriptor {

	/**
	 * The name, as it stands in {@code discovery.backend}.
	 * @return a short name in lower case
	 */
	String name();

	/**
	 * The class without which the backend can't work.
	 * @return its name, or null if nothing has to be added
	 */
	default @Nullable String requiredClass() {
		return null;
	}

	/**
	 * The dependency that brings the required class.
	 * @return {@code groupId:artifactId}, or null if nothing has to be added
	 */
	default @Nullable String dependency() {
		return null;
	}

}
