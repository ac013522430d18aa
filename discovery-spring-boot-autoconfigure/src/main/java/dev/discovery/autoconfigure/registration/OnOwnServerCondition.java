package dev.discovery.autoconfigure.registration;

import java.util.Objects;
import java.util.stream.Stream;

import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.cloud.registry.RegistrationSettings;

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
 * has nothing to register, no other child of it is registered, and this context has a
 * server.
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
		ApplicationContext parent = (own != null) ? own.getParent() : null;
		if (own == null || parent == null
				|| parent.getBeanProvider(DiscoveryRegistration.class).getIfAvailable() == null) {
			return ConditionOutcome.match(message.because("no parent registers"));
		}
		if (isToldAPort(parent) || isRegistered(parent) || expectsServer(parent)) {
			return ConditionOutcome.noMatch(message.because("a parent registers, or another child of it"));
		}
		return new ConditionOutcome(ServerPort.isExpected(own), message.because("no parent has a port to register"));
	}

	private static boolean isToldAPort(ApplicationContext parent) {
		RegistrationSettings settings = parent.getBeanProvider(RegistrationSettings.class).getIfAvailable();
		return settings != null && settings.port() != null;
	}

	private static boolean isRegistered(ApplicationContext parent) {
		LeaseServiceRegistry registry = parent.getBeanProvider(LeaseServiceRegistry.class).getIfAvailable();
		return registry != null && registry.isRegistered(parent.getBean(DiscoveryRegistration.class));
	}

	/** It may open one later, and registers then. */
	private static boolean expectsServer(ApplicationContext parent) {
		return Stream.iterate(parent, Objects::nonNull, ApplicationContext::getParent).anyMatch(ServerPort::isExpected);
	}

}
