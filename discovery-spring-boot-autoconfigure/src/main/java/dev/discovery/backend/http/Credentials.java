package dev.discovery.backend.http;

import java.net.URI;
import java.util.Map;

import dev.discovery.backend.BackendException;

/**
 * What proves to a registry who is asking. Asked before each exchange, so that tokens can
 * change; must not take long. Must be safe for use by several threads.
 */
@FunctionalInterface
public interface Credentials {

	/**
	 * For registries that want none.
	 */
	Credentials NONE = (uri) -> Map.of();

	/**
	 * The headers to send, whose values never get into a message.
	 * @param uri where to; what is meant for one server must not go to another
	 * @return names and values
	 * @throws BackendException where they can't be had now
	 */
	Map<String, String> headers(URI uri);

	/**
	 * Hears that they were refused with the status 401, and may be others next time.
	 * @param uri by whom
	 */
	default void refused(URI uri) {
	}

}
