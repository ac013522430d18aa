package dev.discovery.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Sees which tests are {@link DiscoveryTest}s. Listed in
 * {@code META-INF/spring.factories}.
 */
final class DiscoveryTestContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		DiscoveryTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, DiscoveryTest.class);
		return (annotation != null) ? new DiscoveryTestContextCustomizer(annotation.timeStandsStill()) : null;
	}

}
