package dev.discovery.directory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says what is wrong with the disk: each kind of trouble once. Called by one thread at a
 * time.
 */
final class SnapshotLog {

	private static final Log logger = LogFactory.getLog(DiskSnapshotStore.class);

	private boolean unreadable;

	private boolean failing;

	void unusable(SnapshotFolder folder, Exception cause) {
		logger.warn("No copy of what discovery knows is kept on disk, because " + folder + " can't be used: " + cause
				+ ". Set discovery.cache.snapshot.directory to a folder of this user's, or "
				+ "discovery.cache.snapshot.enabled to false");
	}

	void unreadable(String file, String why) {
		String text = "The disk copy " + file + " is ignored: " + why;
		if (this.unreadable) {
			logger.debug(text);
		}
		else {
			logger.warn(text + ". Others like it are ignored without a word");
		}
		this.unreadable = true;
	}

	void failed(SnapshotFolder folder, Exception cause) {
		if (!this.failing) {
			logger.warn("What discovery knows can't be copied to " + folder + ": " + cause + "; trying again");
		}
		this.failing = true;
	}

	void written() {
		if (this.failing) {
			logger.info("What discovery knows is copied to disk again");
		}
		this.failing = false;
	}

}
