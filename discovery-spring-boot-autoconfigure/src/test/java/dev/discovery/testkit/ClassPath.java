package dev.discovery.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path of this test, for processes that get a part of it.
 */
final class ClassPath {

	private static final String WHOLE = System.getProperty("java.class.path");

	private ClassPath() {
	}

	static String whole() {
		return WHOLE;
	}

	/**
	 * All but some libraries.
	 * @param libraries the names of their files, without version and ending
	 */
	static String without(List<String> libraries) {
		Pattern names = Pattern
			.compile(libraries.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")-\\d.*")));
		return Arrays.stream(WHOLE.split(File.pathSeparator))
			.filter((entry) -> !names.matcher(Path.of(entry).getFileName().toString()).matches())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
