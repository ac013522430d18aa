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
	 * From now on something is served that the registry can't confirm: the watch broke,
	 * or the registry has not answered yet and there is a disk copy. Told once per
	 * outage.
	 * @param entry the entry, whose {@link ServiceEntry#lastError()} says why, if it is
	 * known
	 */
	default void stale(ServiceEntry entry) {
	}

	/**
	 * The registry answers again about a service that was stale. Told once per outage,
	 * after the content.
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
