package dev.discovery.autoconfigure.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.support.DelegatingSmartContextLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnRegistryContextCustomizerFactory}.
 */
class OwnRegistryContextCustomizerFactoryTests {

	private static final String PROPERTY = "discovery.in-memory.registry";

	@Test
	void givesEachContextARegistryOfItsOwn() {
		assertThat(registryOf(new GenericApplicationContext())).startsWith("test-context-")
			.isNotEqualTo(registryOf(new GenericApplicationContext()));
	}

	@Test
	void anExplicitNameWins() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("explicit", Map.of(PROPERTY, "shared")));
		assertThat(registryOf(context)).isEqualTo("shared");
	}

	@Test
	void leavesTheCacheOfContextsUnharmed() {
		assertThat(customizer()).isEqualTo(customizer()).hasSameHashCodeAs(customizer());
		assertThat(contextOf(OneTest.class)).isSameAs(contextOf(SameTest.class))
			.isNotSameAs(contextOf(OtherTest.class));
	}

	@Test
	void isFoundByTheTestFramework() {
		assertThat(contextOf(OneTest.class).getEnvironment().getProperty(PROPERTY)).startsWith("test-context-")
			.isNotEqualTo(contextOf(OtherTest.class).getEnvironment().getProperty(PROPERTY));
	}

	private static ApplicationContext contextOf(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	private static ContextCustomizer customizer() {
		return new OwnRegistryContextCustomizerFactory().createContextCustomizer(OneTest.class, List.of());
	}

	private static String registryOf(GenericApplicationContext context) {
		customizer().customizeContext(context,
				new MergedContextConfiguration(OneTest.class, null, null, null, new DelegatingSmartContextLoader()));
		return context.getEnvironment().getRequiredProperty(PROPERTY);
	}

	@ContextConfiguration(classes = Object.class)
	static class OneTest {

	}

	@ContextConfiguration(classes = Object.class)
	static class SameTest {

	}

	@ContextConfiguration(classes = String.class)
	static class OtherTest {

	}

}
