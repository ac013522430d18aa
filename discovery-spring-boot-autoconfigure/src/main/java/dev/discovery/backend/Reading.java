package dev.discovery.backend;

import java.time.Duration;
import java.util.List;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange with a registry brought.
 *
 * @param instances the complete list, whatever their health
 * @param cursor what to ask with the next time, if the registry has such a thing
 * @param next how long to wait before asking again; zero for a long poll. Without a
 * cursor nothing holds the next answer back, so that less than a second counts as one
 */
public record Reading(List<Instance> instances, @Nullable String cursor, Duration next) {

	/**
	 * Copies the list.
	 */
	public Reading {
		instances = List.copyOf(instances);
	}

}
