package dev.discovery.backend.composite;

import java.util.List;

/**
 * Makes one content of several. Pure functions.
 *
 * @param <T> what registries say
 */
interface Merge<T> {

	/**
	 * All that the parts say together; those without content say nothing.
	 * @param parts in the order of the registries
	 */
	T of(List<Part<T>> parts);

	boolean isEmpty(T content);

	boolean isSameContent(T one, T other);

	/** Whether nothing differs, not even how far it can be trusted. */
	default boolean isSame(T one, T other) {
		return isSameContent(one, other);
	}

}
