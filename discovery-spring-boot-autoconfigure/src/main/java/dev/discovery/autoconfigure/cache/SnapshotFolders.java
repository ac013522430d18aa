package dev.discovery.autoconfigure.cache;

import java.nio.file.Path;
import java.util.List;

import dev.discovery.directory.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Where an application keeps its disk copy of a registry. Each application, and each
 * registry that it may talk to, has a folder of its own; several instances of one
 * application on a machine know the same and share it.
 */
final class SnapshotFolders {

	private static final int READABLE = 40;

	/** Two names that look alike have folders of their own. */
	private static final int HASHED = 16;

	private SnapshotFolders() {
	}

	/**
	 * The folder last, and before it those around it that must be the user's alone too.
	 * @param directory what was configured, which is the user's own business
	 * @param application the application's name
	 * @param backend the kind of registry
	 * @param origin which registry
	 */
	static List<Path> of(@Nullable Path directory, String application, String backend, String origin) {
		String name = readable(application) + "-" + readable(backend) + "-"
				+ Sha256.hex(application + "\0" + origin).substring(0, HASHED);
		if (directory != null) {
			return List.of(directory.resolve(name));
		}
		// everybody's, so the first folder in it has to be guarded
		Path own = Path.of(System.getProperty("java.io.tmpdir"),
				"discovery-" + readable(System.getProperty("user.name", "")));
		return List.of(own, own.resolve(name));
	}

	private static String readable(String text) {
		String plain = text.replaceAll("[^A-Za-z0-9_-]", "_");
		return (plain.length() > READABLE) ? plain.substring(0, READABLE) : plain;
	}

}
