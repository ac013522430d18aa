package dev.discovery.backend.kubernetes;

import java.util.List;

/**
 * Hears what there is, in order.
 *
 * @param <T> what an object is read into
 */
interface ReflectorListener<T> {

	/**
	 * This is everything.
	 */
	void listed(List<T> objects);

	/**
	 * One was added or has changed.
	 */
	void changed(T object);

	/**
	 * One has gone.
	 * @param key what tells it from all others of its kind
	 */
	void deleted(ServiceName key);

	/**
	 * Everything is known, and every change will be told.
	 */
	void current();

}
