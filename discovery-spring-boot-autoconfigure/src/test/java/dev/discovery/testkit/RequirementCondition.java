package dev.discovery.testkit;

import java.lang.annotation.Annotation;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips tests that require what isn't there, or fails them in CI, so that nobody takes a
 * run without them for a complete one.
 *
 * @param <A> the annotation that says what is required
 */
abstract class RequirementCondition<A extends Annotation> implements ExecutionCondition {

	private final Class<A> annotation;

	private final Map<String, String> environment;

	RequirementCondition(Class<A> annotation, Map<String, String> environment) {
		this.annotation = annotation;
		this.environment = environment;
	}

	@Override
	public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), this.annotation)
			.map(this::decide)
			.orElseGet(() -> ConditionEvaluationResult.enabled("nothing is required"));
	}

	private ConditionEvaluationResult decide(A required) {
		String missing = missing(required, this.environment);
		if (missing == null) {
			return ConditionEvaluationResult.enabled(required + " is fulfilled");
		}
		if (isContinuousIntegration()) {
			throw new ExtensionConfigurationException(missing + "; CI must not skip these tests");
		}
		return ConditionEvaluationResult.disabled(missing + "; these tests need the real thing");
	}

	private boolean isContinuousIntegration() {
		String value = this.environment.getOrDefault("CI", "");
		return !value.isBlank() && !value.equalsIgnoreCase("false");
	}

	/**
	 * What is missing, as the beginning of a sentence, or null if everything is there.
	 */
	abstract @Nullable String missing(A required, Map<String, String> environment);

}
