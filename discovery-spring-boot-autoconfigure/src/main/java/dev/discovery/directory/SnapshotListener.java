package dev.discovery.directory;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Hears about changes of a service. Called serially per service, in the order of the
 * changes, on the thread that brought them; must not block.
 */
@FunctionalInterface
public interface SnapshotListener {

	/**
	 * The content changed.
	 * @param previous what was known before, null if nothing was
	 * @param current what is known now
	 */
	void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current);

	/**
	 * What is known has become too old to be used, and the registry can't be asked. The
	 * next change ends that.
	 */
	default void onExpired() {
	}

	/**
	 * The service is no longer followed: nobody used it for long. May be told twice.
	 */
	default void onClosed() {
	}

}
