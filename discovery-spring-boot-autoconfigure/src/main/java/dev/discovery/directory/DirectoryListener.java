package dev.discovery.directory;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Hears about changes of whatever is followed: of the first one at once, of those within
 * the next second together, so that a service that flaps costs little. Called on the
 * thread that brought the change or on the scheduler's, serially per service; must not
 * block.
 */
public interface DirectoryListener {

	/**
	 * The content of a service changed.
	 * @param previous what was told last, null if nothing was
	 * @param current what is known now
	 */
	void onChange(@Nullable ServiceSnapshot previous, ServiceSnapshot current);

	/**
	 * The set of names changed.
	 */
	void onNamesChange();

}
