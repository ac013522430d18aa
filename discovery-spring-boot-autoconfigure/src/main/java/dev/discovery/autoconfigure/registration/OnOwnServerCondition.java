package dev.discovery.autoconfigure.registration;

import dev.discovery.cloud.registry.DiscoveryRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * In a hierarchy of contexts the application is registered once: by the first that has a
 * web server or is told a port. Whoever has a parent leaves it to that, unless the parent
 * had nothing to register and this context has a server.
 */
final class OnOwnServerCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Own server");
		ApplicationContext own = (context.getResourceLoader() instanceof ApplicationContext it) ? it : null;
		DiscoveryRegistration inherited = (own != null) ? inherited(own.getParent()) : null;
		if (inherited == null) {
			return ConditionOutcome.match(message.because("no parent registers"));
		}
		if (inherited.getPort() > 0) {
			return ConditionOutcome.noMatch(message.because("a parent registers"));
		}
		return new ConditionOutcome(ServerPort.isExpected(own), message.because("no parent has a port to register"));
	}

	private static @Nullable DiscoveryRegistration inherited(@Nullable ApplicationContext parent) {
		return (parent != null) ? parent.getBeanProvider(DiscoveryRegistration.class).getIfAvailable() : null;
	}

}
