package dev.discovery.directory;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the directory does. Called on any thread; must not block or throw.
 */
public interface DirectoryObserver {

	/**
	 * Hears nothing.
	 */
	DirectoryObserver NONE = new DirectoryObserver() {
	};

	/**
	 * A service is followed from now on.
	 * @param entry its entry, not yet answered
	 * @return counts its lookups
	 */
	default LookupRecorder opened(ServiceEntry entry) {
		return LookupRecorder.NONE;
	}

	/**
	 * The content changed.
	 * @param entry the entry that changed
	 * @param previous what it held before, null at the first answer
	 * @param current what it holds now
	 */
	default void changed(ServiceEntry entry, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
	}

	/**
	 * The watch of a service broke while something was known about it, which is served
	 * from now on. Told once per outage.
	 * @param entry the entry, whose {@link ServiceEntry#lastError()} says why
	 */
	default void stale(ServiceEntry entry) {
	}

	/**
	 * The watch of a service whose content was stale is alive again. Told once per
	 * outage.
	 * @param entry the entry
	 */
	default void recovered(ServiceEntry entry) {
	}

	/**
	 * More instances vanished at once than the registry is believed: they are served as
	 * before, or wait in {@link ServiceSnapshot#limbo()}. Told once, when that begins.
	 * @param entry the entry
	 * @param missing how many instances vanished
	 */
	default void held(ServiceEntry entry, int missing) {
	}

	/**
	 * A service is no longer followed.
	 * @param entry its last state
	 */
	default void closed(ServiceEntry entry) {
	}

}
