package dev.discovery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A temporary folder for the files of a program, deleted when closed.
 */
final class ScratchFolder implements AutoCloseable {

	private static final Path MEMORY = Path.of("/dev/shm");

	private final Path folder;

	ScratchFolder(String prefix) {
		this(null, prefix);
	}

	private ScratchFolder(@Nullable Path parent, String prefix) {
		try {
			this.folder = (parent != null) ? Files.createTempDirectory(parent, prefix)
					: Files.createTempDirectory(prefix);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * In memory where the system offers that: for a program that waits for the disk at
	 * each write.
	 */
	static ScratchFolder inMemory(String prefix) {
		return new ScratchFolder(Files.isWritable(MEMORY) ? MEMORY : null, prefix);
	}

	Path resolve(String name) {
		return this.folder.resolve(name);
	}

	Path write(String name, String content) {
		try {
			return Files.writeString(resolve(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void delete(String name) {
		delete(resolve(name));
	}

	private static void delete(Path path) {
		try {
			FileSystemUtils.deleteRecursively(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		delete(this.folder);
	}

}
