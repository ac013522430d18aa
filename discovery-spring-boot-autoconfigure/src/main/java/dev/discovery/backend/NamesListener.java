package dev.discovery.backend;

import java.util.Set;

/**
 * Hears about the names of services. Called serially per watch, on any thread; must not
 * block.
 */
public interface NamesListener {

	/**
	 * The registry answered. Called for the first answer, for each change, and for the
	 * first answer after an error even where nothing changed.
	 * @param names the complete set of services that have instances
	 */
	void onNames(Set<String> names);

	/**
	 * The registry could not answer. The watch goes on trying by itself.
	 * @param cause why
	 */
	void onError(BackendException cause);

}
