package dev.discovery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A temporary folder for the files of a program, deleted when closed.
 */
final class ScratchFolder implements AutoCloseable {

	private final Path folder;

	ScratchFolder(String prefix) {
		try {
			this.folder = Files.createTempDirectory(prefix);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
