package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Set;

import dev.discovery.model.Instance;

/**
 * What services are made of: the objects of one or more kinds. Not safe for use by
 * several threads.
 */
interface Content {

	/**
	 * The objects, one table for each kind that is watched.
	 */
	List<Table<?>> tables();

	/**
	 * The services that there are.
	 */
	Set<ServiceName> services();

	/**
	 * The instances of a service; of those with one id the snapshot takes the best.
	 * @throws dev.discovery.backend.BackendException where it can't be understood
	 */
	List<Instance> instances(ServiceName service);

	/**
	 * The objects of one kind.
	 *
	 * @param <T> the kind
	 */
	interface Table<T> {

		/**
		 * What is watched.
		 * @return the subject of the reflector that feeds the table
		 */
		Subject<T> subject();

		/**
		 * These are all.
		 * @param objects the objects
		 */
		void replaceAll(List<T> objects);

		/**
		 * One was added or has changed.
		 * @param object the object
		 * @return the services that it concerns
		 */
		Set<ServiceName> put(T object);

		/**
		 * One has gone.
		 * @param key what tells it from all others of its kind
		 * @return the services that it concerns
		 */
		Set<ServiceName> remove(ServiceName key);

	}

}
