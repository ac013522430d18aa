package dev.discovery.actuate;

import java.util.Map;

/**
 * Describes this application's own registration.
 */
@FunctionalInterface
public interface OwnRegistration {

	/**
	 * Describes it.
	 * @return names and values, empty if there is none
	 */
	Map<String, Object> describe();

}
