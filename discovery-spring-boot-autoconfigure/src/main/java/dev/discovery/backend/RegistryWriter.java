package dev.discovery.backend;

import java.util.concurrent.CompletionStage;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * All that the author of a backend writes for registering: three exchanges, and a fourth
 * where others may give orders about what we have registered. {@link LeaseKeeper} does
 * the rest and calls them one at a time per instance.
 * <p>
 * Safe for use by several threads; must not block. A stage that fails does so with a
 * {@link BackendException}, or with something that will be taken for
 * {@link BackendException.Kind#UNAVAILABLE}.
 */
public interface RegistryWriter {

	/**
	 * Registers the instance, or replaces what is registered under its id.
	 * @param self the instance
	 * @param health its health
	 * @return done when the registry has it
	 */
	CompletionStage<Void> put(Instance self, Health health);

	/**
	 * Keeps the registration alive and reports the health.
	 * @param self the instance
	 * @param health its health
	 * @return false when the registry doesn't know it, so that it must be put again
	 */
	CompletionStage<Boolean> renew(Instance self, Health health);

	/**
	 * Says anew who the instance is, since its metadata has changed, and reports the
	 * health; nobody has lost anything. What others have ordered stays, such as the
	 * maintenance or the override of an operator: a registry that keeps such a thing
	 * under the registration, where {@link #put} clears it away, has to have its own.
	 * @param self the instance, of which the registry knows an earlier version
	 * @param health its health
	 * @return done when the registry has it
	 */
	default CompletionStage<Void> refresh(Instance self, Health health) {
		return put(self, health);
	}

	/**
	 * Takes the registration away. Succeeds when there was none.
	 * @param self the instance
	 * @return done when the registry no longer has it
	 */
	CompletionStage<Void> remove(Instance self);

}
