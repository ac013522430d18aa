package dev.discovery.autoconfigure.backend;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Asks three properties at once, and once only: nearly all configurations depend on them,
 * and each time that Spring Boot asks for one takes its part of an application's start.
 * Comes early, as a condition on properties does: where discovery is off, nothing else of
 * it is looked at.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
final class OnDiscoveryCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String ENABLED = "discovery.enabled";

	private static final String SPRING_CLOUD = "spring.cloud.discovery.enabled";

	private static final String BACKEND = "discovery.backend";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.PARSE_CONFIGURATION;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnDiscovery.class);
		if (!environment.getProperty(ENABLED, Boolean.class, true)) {
			return ConditionOutcome.noMatch(message.because(ENABLED + " is false"));
		}
		// as Spring Cloud itself reads it
		if ("false".equalsIgnoreCase(environment.getProperty(SPRING_CLOUD))) {
			return ConditionOutcome.noMatch(message.because(SPRING_CLOUD + " is false"));
		}
		String wanted = metadata.getAnnotations().get(ConditionalOnDiscovery.class).getString("backend");
		String chosen = environment.getProperty(BACKEND, ConditionalOnDiscovery.DEFAULT_BACKEND);
		if (!wanted.isEmpty() && !wanted.equalsIgnoreCase(chosen)) {
			return ConditionOutcome.noMatch(message.because(BACKEND + " is " + chosen));
		}
		return ConditionOutcome.match(message.because(wanted.isEmpty() ? "it is on" : BACKEND + " is " + chosen));
	}

}
