package dev.discovery.autoconfigure.test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives each context of a Spring test an in-memory registry of its own, so that contexts
 * that are cached side by side don't find each other by accident, and keeps no copy of
 * another registry on disk. Whoever wants them to meet sets
 * {@code discovery.in-memory.registry}: any other property source stands above this one.
 */
final class OwnRegistryContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new OwnRegistry();
	}

	/**
	 * All are equal, for the customizer is part of the key under which a context is
	 * cached. The name is made when a context is.
	 */
	record OwnRegistry() implements ContextCustomizer {

		private static final String PROPERTY = "discovery.in-memory.registry";

		private static final String COPY = "discovery.cache.snapshot.enabled";

		private static final AtomicInteger CONTEXTS = new AtomicInteger();

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			String name = "test-context-" + CONTEXTS.incrementAndGet();
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("discovery own registry of a test context",
						Map.of(PROPERTY, name, COPY, false)));
		}

	}

}
