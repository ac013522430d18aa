package dev.discovery.backend;

import java.util.List;
import java.util.Map;

import dev.discovery.model.Instance;

/**
 * Where a {@link MirrorSource} says what the registry says.
 * <p>
 * Safe for use by several threads; what it is told is applied in order. Returns without
 * waiting for a network or a lock, but may run the listeners.
 */
public interface MirrorSink {

	/**
	 * Whether the mirror held nothing when the step began, so that a
	 * {@link #replaceAll(Map)} must come first.
	 * @return true in the first step, and in the first one after nobody watched
	 */
	boolean isBlank();

	/**
	 * This is everything: services that are not in it have no instances.
	 * @param services the complete lists, by service id
	 */
	default void replaceAll(Map<String, List<Instance>> services) {
		replaceAll(services, Map.of());
	}

	/**
	 * This is everything, but for services that are there and can't be understood.
	 * @param services the complete lists, by service id
	 * @param failed why not, by service id
	 */
	void replaceAll(Map<String, List<Instance>> services, Map<String, BackendException> failed);

	/**
	 * One service can't be understood from now on, until it is replaced. What was known
	 * of it stays, in doubt.
	 * @param serviceId the service
	 * @param cause why not
	 */
	void fail(String serviceId, BackendException cause);

	/**
	 * One service has changed. Before the mirror is complete this is remembered, and
	 * published with the rest.
	 * @param serviceId the service
	 * @param instances its complete list; empty if it has gone
	 */
	void replace(String serviceId, List<Instance> instances);

	/**
	 * What the mirror holds is complete and true at this moment: a stream was resumed
	 * without having missed anything.
	 */
	void confirm();

}
