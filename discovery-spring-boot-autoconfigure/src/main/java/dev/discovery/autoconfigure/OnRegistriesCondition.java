package dev.discovery.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there are several registries, or one that is configured like several.
 */
final class OnRegistriesCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Several registries");
		boolean found = !registries(context.getEnvironment()).isEmpty();
		return found ? ConditionOutcome.match(message.foundExactly(RegistryPlan.PREFIX))
				: ConditionOutcome.noMatch(message.didNotFind(RegistryPlan.PREFIX).atAll());
	}

	/**
	 * What is said of each, unchecked.
	 */
	static Map<String, Object> registries(Environment environment) {
		return Binder.get(environment)
			.bind(RegistryPlan.PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
	}

}
