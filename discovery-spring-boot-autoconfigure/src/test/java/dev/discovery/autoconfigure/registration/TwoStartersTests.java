package dev.discovery.autoconfigure.registration;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.Mockito.mock;

/**
 * What somebody reads who has left Spring Cloud's own starter on the class path: its
 * registration comes after ours and asks nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class TwoStartersTests {

	@ParameterizedTest
	@ValueSource(classes = { AsksForRegistration.class, AsksForLifecycle.class, AsksForRegistry.class })
	void namesTheOtherStarterWhereTwoWouldRegister(Class<?> asking, CapturedOutput output) {
		List<Class<?>> sources = new ArrayList<>(List.of(ours()));
		sources.add(OtherStarter.class);
		sources.add(asking);
		SpringApplicationBuilder application = new SpringApplicationBuilder(sources.toArray(Class[]::new))
			.web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "discovery.in-memory.registry=two-starters-tests");
		assertThatException().isThrownBy(application::run);
		assertThat(output)
			.contains("Two starters on the class path register this application: this one, and the one that makes"
					+ " the bean 'other")
			.contains("Remove the other one, such as spring-cloud-starter-consul-discovery")
			.doesNotContain("@Primary");
	}

	private static Class<?>[] ours() {
		ClassLoader loader = TwoStartersTests.class.getClassLoader();
		return Configurations.getClasses(AutoConfigurations.of(ImportCandidates.load(AutoConfiguration.class, loader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.discovery."))
			.map((name) -> ClassUtils.resolveClassName(name, loader))
			.toArray(Class[]::new)));
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherStarter {

		@Bean
		Registration otherRegistration() {
			return mock();
		}

		@Bean
		AutoServiceRegistration otherAutoServiceRegistration() {
			return mock();
		}

		@Bean
		ServiceRegistry<Registration> otherServiceRegistry() {
			return mock();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForRegistration {

		@Bean
		String asked(Registration registration) {
			return registration.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForLifecycle {

		@Bean
		String asked(AutoServiceRegistration lifecycle) {
			return lifecycle.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForRegistry {

		@Bean
		String asked(ServiceRegistry<?> registry) {
			return registry.toString();
		}

	}

}
