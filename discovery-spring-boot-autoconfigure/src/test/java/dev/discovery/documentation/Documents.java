package dev.discovery.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pages of this repository.
 */
final class Documents {

	static final Path ROOT = Path.of("..");

	static final Path DOCS = ROOT.resolve("docs");

	private Documents() {
	}

	/**
	 * All of them, the README first.
	 */
	static List<Path> all() {
		return Stream
			.concat(Stream.of(ROOT.resolve("README.md")), files(DOCS).filter((file) -> file.toString().endsWith(".md")))
			.toList();
	}

	static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
