package dev.discovery.backend;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * All that the author of a per-service backend writes for reading: one exchange.
 * {@link PollingBackend} does the rest.
 * <p>
 * Safe for use by several threads; must not block. A stage that fails does so with a
 * {@link BackendException}, or with something that will be taken for
 * {@link BackendException.Kind#UNAVAILABLE}.
 */
public interface RegistryReader {

	/**
	 * Reads one service.
	 * @param serviceId the service
	 * @param cursor what the reading before this one returned, or null at the start and
	 * after an error
	 * @param maxWait how long the registry may hold the question back when nothing is new
	 * since the cursor
	 * @return the complete list
	 */
	CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait);

	/**
	 * Reads the names of all services that have instances.
	 * @param cursor what the reading before this one returned, or null at the start and
	 * after an error
	 * @param maxWait how long the registry may hold the question back when nothing is new
	 * since the cursor
	 * @return the complete set
	 */
	CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait);

	/**
	 * The names of all services.
	 *
	 * @param names the complete set
	 * @param cursor what to ask with the next time, if the registry has such a thing
	 * @param next how long to wait before asking again, as in {@link Reading}
	 */
	record NamesReading(Set<String> names, @Nullable String cursor, Duration next) {

		/**
		 * Copies the set.
		 */
		public NamesReading {
			names = Set.copyOf(names);
		}

	}

}
