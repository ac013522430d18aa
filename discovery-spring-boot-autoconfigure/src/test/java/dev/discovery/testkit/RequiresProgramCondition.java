package dev.discovery.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips what {@link RequiresProgram} asks for in vain, or fails it in CI.
 */
final class RequiresProgramCondition implements ExecutionCondition {

	private final Map<String, String> environment;

	RequiresProgramCondition() {
		this(System.getenv());
	}

	RequiresProgramCondition(Map<String, String> environment) {
		this.environment = environment;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class)
			.map((required) -> decide(List.of(required.value())))
			.orElseGet(() -> ConditionEvaluationResult.enabled("no program is required"));
	}

	private ConditionEvaluationResult decide(List<String> programs) {
		List<String> missing = programs.stream().filter((program) -> !isOnPath(program)).toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("on the PATH: " + String.join(", ", programs));
		}
		String reason = String.join(" and ", missing) + ((missing.size() == 1) ? " is" : " are") + " not on the PATH";
		if (isContinuousIntegration()) {
			throw new ExtensionConfigurationException(reason + "; CI must not skip these tests");
		}
		return ConditionEvaluationResult.disabled(reason + "; these tests need the real thing");
	}

	private boolean isContinuousIntegration() {
		String value = this.environment.getOrDefault("CI", "");
		return !value.isBlank() && !value.equalsIgnoreCase("false");
	}

	private boolean isOnPath(String program) {
		String path = this.environment.getOrDefault("PATH", "");
		return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.anyMatch((directory) -> isProgram(Path.of(directory, program)));
	}

	private static boolean isProgram(Path file) {
		return Files.isRegularFile(file) && Files.isExecutable(file);
	}

}
