package dev.discovery.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Skips what {@link RequiresProgram} asks for in vain, or fails it in CI.
 */
final class RequiresProgramCondition extends RequirementCondition<RequiresProgram> {

	RequiresProgramCondition() {
		this(System.getenv());
	}

	RequiresProgramCondition(Map<String, String> environment) {
		super(RequiresProgram.class, environment);
	}

	@Override
	@Nullable String missing(RequiresProgram required, Map<String, String> environment) {
		String path = environment.getOrDefault("PATH", "");
		List<String> missing = Arrays.stream(required.value()).filter((program) -> !isOn(path, program)).toList();
		if (missing.isEmpty()) {
			return null;
		}
		return String.join(" and ", missing) + ((missing.size() == 1) ? " is" : " are") + " not on the PATH";
	}

	private static boolean isOn(String path, String program) {
		return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.anyMatch((directory) -> isProgram(Path.of(directory, program)));
	}

	private static boolean isProgram(Path file) {
		return Files.isRegularFile(file) && Files.isExecutable(file);
	}

}
