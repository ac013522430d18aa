package dev.discovery.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultsEnvironmentPostProcessor}.
 */
class DefaultsEnvironmentPostProcessorTests {

	private final MockEnvironment environment = new MockEnvironment();

	private String process() {
		new DefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
		return this.environment.getProperty(DefaultsEnvironmentPostProcessor.RETRY);
	}

	@Test
	void switchesSpringCloudsRetriesOff() {
		assertThat(process()).isEqualTo("false");
	}

	@Test
	void keepsSpringCloudsHealthIndicatorFromAskingTheRegistry() {
		process();
		assertThat(this.environment.getProperty(DefaultsEnvironmentPostProcessor.SERVICES_QUERY)).isEqualTo("false");
	}

	@Test
	void keepsTheGossipLibraryFromLoggingEachAttempt() {
		process();
		assertThat(this.environment.getProperty(DefaultsEnvironmentPostProcessor.GOSSIP_LOG)).isEqualTo("off");
	}

	@Test
	void setsNoLevelWhereThatLibraryIsNot() {
		SpringApplication application = new SpringApplication(
				new DefaultResourceLoader(new FilteredClassLoader("io.scalecube")));
		new DefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, application);
		assertThat(this.environment.containsProperty(DefaultsEnvironmentPostProcessor.GOSSIP_LOG)).isFalse();
		assertThat(this.environment.containsProperty(DefaultsEnvironmentPostProcessor.RETRY)).isTrue();
	}

	@Test
	void leavesTheLastWordToTheUser() {
		this.environment.setProperty(DefaultsEnvironmentPostProcessor.RETRY, "true");
		assertThat(process()).isEqualTo("true");
	}

	@Test
	void leavesTheLastWordToTheApplicationsDefaultPropertiesToo() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Object.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", DefaultsEnvironmentPostProcessor.RETRY + "=true")
			.run()) {
			assertThat(context.getEnvironment().getProperty(DefaultsEnvironmentPostProcessor.RETRY)).isEqualTo("true");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "discovery.enabled", "discovery.load-balancer.enabled", "spring.cloud.discovery.enabled",
			"spring.cloud.loadbalancer.enabled" })
	void saysNothingWhereOurClientsAreSwitchedOff(String property) {
		this.environment.setProperty(property, "false");
		assertThat(process()).isNull();
	}

	@Test
	void isFoundByApplications() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Object.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run()) {
			assertThat(context.getEnvironment().getProperty(DefaultsEnvironmentPostProcessor.RETRY)).isEqualTo("false");
		}
	}

}
