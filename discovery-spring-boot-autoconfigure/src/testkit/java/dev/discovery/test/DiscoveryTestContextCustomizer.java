package dev.discovery.test;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Brings the registry and the time into a context. Equal for equal attributes, for it is
 * part of the key under which a context is cached.
 *
 * @param timeStandsStill see {@link DiscoveryTest#timeStandsStill()}
 */
record DiscoveryTestContextCustomizer(boolean timeStandsStill) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		VirtualTime time = this.timeStandsStill ? VirtualTime.still() : VirtualTime.flowing();
		DiscoveryTestWiring wiring = new DiscoveryTestWiring(new DiscoveryTestBeans(new TestRegistry(time), time));
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("discovery test registry", Map.of("discovery.backend", TestRegistry.NAME)));
		context.addBeanFactoryPostProcessor(wiring);
		context.addApplicationListener(wiring);
	}

}
