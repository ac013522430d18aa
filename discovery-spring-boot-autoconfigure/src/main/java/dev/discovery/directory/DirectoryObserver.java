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
	 * A service is no longer followed.
	 * @param entry its last state
	 */
	default void closed(ServiceEntry entry) {
	}

}
