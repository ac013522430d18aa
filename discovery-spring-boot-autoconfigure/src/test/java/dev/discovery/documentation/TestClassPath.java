package dev.discovery.documentation;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What the tests run with: the build may hide it behind a single jar.
 */
final class TestClassPath {

	private TestClassPath() {
	}

	static String entries() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * The names of its jars, such as {@code spring-boot-4.1.0.jar}.
	 */
	static Stream<String> jars() {
		return Arrays.stream(entries().split(File.pathSeparator))
			.map((entry) -> Path.of(entry).getFileName().toString())
			.filter((name) -> name.endsWith(".jar"));
	}

}
