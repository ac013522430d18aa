package dev.discovery.autoconfigure.test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives each test context an in-memory registry of its own, so that cached contexts never
 * meet by accident. The name comes last of all property sources:
 * {@code discovery.in-memory.registry} still decides where it is set.
 */
final class IsolatedRegistryContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		// always equal, so that it doesn't keep test classes from sharing a context
		return Isolation.INSTANCE;
	}

	private enum Isolation implements ContextCustomizer {

		INSTANCE;

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("discoveryTestIsolation",
						Map.of("discovery.in-memory.registry", "test-" + UUID.randomUUID())));
		}

	}

}
